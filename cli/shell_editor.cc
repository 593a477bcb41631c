#include "cli/shell_editor.h"

#include <langinfo.h>
#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cwchar>

#include "cli/print.h"
#include "cli/query_session.h"
#include "cli/shell_history.h"

namespace entente::cli {
namespace {

/// libedit reads letters as the locale has them, and queries are UTF-8.
void use_utf8() {
  std::setlocale(LC_CTYPE, "");
  if (std::string_view(nl_langinfo(CODESET)) != "UTF-8") std::setlocale(LC_CTYPE, "C.UTF-8");
}

int code_points(std::string_view text) {
  return static_cast<int>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Whether there is something to read; false where Ctrl-C came, be it before this was called.
bool wait_for_input() {
  sigset_t interrupt, before;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  pthread_sigmask(SIG_BLOCK, &interrupt, &before);  // so that it comes while ppoll() waits, or else is seen
  pollfd input = {STDIN_FILENO, POLLIN, 0};
  int ready = 0;
  while (!Interruptible::interrupted() && (ready = ppoll(&input, 1, nullptr, &before)) < 0 && errno == EINTR) continue;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return !Interruptible::interrupted() && ready > 0;
}

/// Reads one letter for libedit: 1, or 0 at the end of input, or -1. What is no UTF-8 is left out.
int read_letter(EditLine*, wchar_t* letter) {
  std::mbstate_t state = {};
  while (wait_for_input()) {
    char byte = 0;
    const ssize_t count = ::read(STDIN_FILENO, &byte, 1);
    if (count <= 0) return static_cast<int>(count);
    const std::size_t length = std::mbrtowc(letter, &byte, 1, &state);
    if (length <= 1) return 1;
    if (length == static_cast<std::size_t>(-1)) state = {};
  }
  return -1;
}

std::string common_start(const std::vector<std::string>& words) {
  std::string common = words.front();
  for (const std::string& word : words) common.resize(static_cast<std::size_t>(std::ranges::mismatch(common, word).in1 - common.begin()));
  return common;
}

std::size_t terminal_width() {
  winsize size = {};
  return ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

LineEditor::LineEditor(Complete complete) : complete_(std::move(complete)) {
  use_utf8();
  editor_ = el_init("entente", stdin, isatty(STDOUT_FILENO) == 1 ? stdout : stderr, stderr);
  history_ = history_init();
  HistEvent event;
  history(history_, &event, H_SETSIZE, static_cast<int>(ShellHistory::kEntries));
  history(history_, &event, H_SETUNIQUE, 1);
  el_set(editor_, EL_CLIENTDATA, this);
  el_set(editor_, EL_HIST, history, history_);
  const auto prompt_here = +[](EditLine* editor) { return self(editor).prompt_.data(); };
  el_set(editor_, EL_PROMPT, prompt_here);
  el_set(editor_, EL_GETCFN, read_letter);
  el_set(editor_, EL_EDITOR, "emacs");
  const auto complete_here = +[](EditLine* editor, int) { return self(editor).on_tab(); };
  // The narrow el_set() would copy the two texts and never free them.
  el_wset(editor_, EL_ADDFN, L"entente-complete", L"Complete the word", complete_here);
  el_set(editor_, EL_BIND, "^I", "entente-complete", nullptr);
  el_set(editor_, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  el_source(editor_, nullptr);  // what the user wants of every program that uses libedit, as "bind -v"
}

LineEditor& LineEditor::self(EditLine* editor) {
  void* data = nullptr;
  el_get(editor, EL_CLIENTDATA, &data);
  return *static_cast<LineEditor*>(data);
}

LineEditor::~LineEditor() {
  el_end(editor_);
  history_end(history_);
}

LineEditor::Line LineEditor::read(const std::string& prompt) {
  prompt_ = prompt;
  el_set(editor_, EL_PREP_TERM, 1);  // before the prompt, so that whoever answers it at once finds the terminal ready
  int count = 0;
  const char* typed = el_gets(editor_, &count);
  if (typed == nullptr) return {Interruptible::interrupted() ? Event::interrupted : Event::end};
  std::string text(typed, static_cast<std::size_t>(count));
  if (text.ends_with('\n')) text.pop_back();
  return {Event::line, std::move(text)};
}

void LineEditor::remember(const std::string& entry) {
  HistEvent event;
  history(history_, &event, H_ENTER, entry.c_str());
}

unsigned char LineEditor::on_tab() {
  const LineInfo* line = el_line(editor_);
  const Completion completion = complete_(std::string_view(line->buffer, static_cast<std::size_t>(line->cursor - line->buffer)));
  if (completion.blank) return el_insertstr(editor_, "  ") == 0 ? CC_REFRESH : CC_ERROR;
  return completion.words.empty() ? CC_ERROR : insert(completion);
}

unsigned char LineEditor::insert(const Completion& completion) {
  const std::string begun(el_line(editor_)->cursor - completion.begun, completion.begun);
  const std::string text = common_start(completion.words);
  if (text == begun || text.size() < begun.size()) {
    if (completion.words.size() == 1) return CC_ERROR;  // it is there already
    list(completion.words);
    return CC_REDISPLAY;
  }
  if (!begun.empty()) el_deletestr(editor_, code_points(begun));
  return el_insertstr(editor_, text.c_str()) == 0 ? CC_REFRESH : CC_ERROR;
}

void LineEditor::list(const std::vector<std::string>& words) const {
  std::FILE* out = nullptr;
  el_get(editor_, EL_GETFP, 1, &out);
  std::size_t widest = 0;
  for (const std::string& word : words) widest = std::max(widest, display_width(word) + 2);
  const std::size_t columns = std::max<std::size_t>(1, terminal_width() / widest), rows = (words.size() + columns - 1) / columns;
  for (std::size_t row = 0; row < rows; ++row) {
    std::fputc('\n', out);
    for (std::size_t i = row; i < words.size(); i += rows) {
      std::fputs(words[i].c_str(), out);
      if (i + rows < words.size()) std::fputs(std::string(widest - display_width(words[i]), ' ').c_str(), out);
    }
  }
  std::fputc('\n', out);
}

}  // namespace entente::cli
