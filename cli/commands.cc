#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "cli/command.h"
#include "graph/text/near.h"

namespace entente::cli {
namespace {

constexpr std::array kCommands = {
    Command{"ingest", "Read articles into the graph",
            "  entente ingest articles/            every .txt, .json and .jsonl below a folder\n"
            "  entente ingest --lang id berita.txt\n"
            "  cat news.jsonl | entente ingest --from jsonl -\n"
            "  entente ingest https://example.org/news/article.html",
            define_ingest},
    Command{"watch", "Read what is new in feeds and folders, again and again",
            "  entente watch https://example.org/rss.xml ~/articles\n"
            "  entente watch --once --follow https://example.org/rss.xml",
            define_watch},
    Command{"retract", "Take articles out of the graph again",
            "  entente retract https://example.org/news/42\n"
            "  entente retract articles/old.txt",
            define_retract},
    Command{"show", "Show a node: names, offices, strongest relations",
            "  entente show Ukraine\n"
            "  entente show person:sergei-lavrov --limit 20\n"
            "  entente show Ukraine --during 2024-02",
            define_show},
    Command{"why", "Show the sentences behind a relation",
            "  entente why G7 condemns Russia\n"
            "  entente why 'Korea Utara' Rusia\n"
            "  entente why Israel Iran --as-of 2024-11-05",
            define_why},
    Command{"query", "Ask the graph in openCypher",
            "  entente query 'MATCH (a)-[r:CONDEMNS]->(b {name: \"Russia\"}) RETURN a.name, r.count, r.first ORDER BY r.first'\n"
            "  entente query --param who=Israel 'MATCH ({name: $who})-[r]->(b) RETURN type(r), b.name, r.last LIMIT 20'\n"
            "  entente query -f questions.cypher --format jsonl --as-of 2024-11-05",
            define_query},
    Command{"shell", "Ask the graph question by question, at a prompt",
            "  entente shell\n"
            "  entente shell --as-of 2024-11-05 --timeout 30\n"
            "  entente shell --format csv < questions.cypher",
            define_shell},
    Command{"timeline", "Show what two nodes did to each other, month by month",
            "  entente timeline Russia Ukraine\n"
            "  entente timeline China Indonesia --during 2024 --format csv\n"
            "  entente timeline China Indonesia --rollup country",
            define_timeline},
    Command{"analyze", "Find who matters, who belongs together and who is at odds",
            "  entente analyze pagerank --node-type State --during 2024\n"
            "  entente analyze communities --type cooperation --rollup country\n"
            "  entente analyze path 'North Korea' Ukraine",
            define_analyze},
    Command{"compare", "Show what changed from one period to another",
            "  entente compare --during 2023 --during 2024\n"
            "  entente compare --during ..2024-06 --during 2024-07.. --rollup country --only turned,new",
            define_compare},
    Command{"duplicates", "Suggest nodes that may be one real thing, with reasons",
            "  entente duplicates\n"
            "  entente duplicates --min 0.8 --format csv > look.csv\n"
            "  entente duplicates --accept 0.99",
            define_duplicates},
    Command{"merge", "Make several nodes one, because they are one real thing",
            "  entente merge 'Prabowo Subianto' person:prabowo --reason 'same office, same day'", define_merge},
    Command{"split", "Take an id out of the node that it was merged into", "  entente split person:prabowo --reason 'a namesake'", define_split},
    Command{"notsame", "Say that two nodes are two", "  entente notsame person:ali-larijani person:sadegh-larijani --reason brothers",
            define_notsame},
    Command{"reject", "Say that an article does not say what a claim has it say: it counts no more",
            "  entente reject news-17#3 --reason 'the sentence quotes a denial'", define_reject},
    Command{"confirm", "Say that a claim is as its article has it", "  entente confirm news-17#4", define_confirm},
    Command{"undo", "Take judgements back", "  entente undo 3", define_undo},
    Command{"judgements", "List who judged what: which nodes are the same, which claims are wrong, and why",
            "  entente judgements\n"
            "  entente judgements --format csv",
            define_judgements},
    Command{"learn", "Write the names that a graph has learned, for reading other articles",
            "  entente learn > mine.tsv\n"
            "  entente ingest --gazetteer mine.tsv articles/",
            define_learn},
    Command{"stats", "Count what the graph holds",
            "  entente stats\n"
            "  entente stats --format json",
            define_stats},
    Command{"serve", "Show the graph in a browser: look, read the sentences, ask",
            "  entente serve\n"
            "  entente serve --open --port 0\n"
            "  entente serve --write --author 'A. Analyst'",
            define_serve},
    Command{"export", "Write the graph for other tools",
            "  entente export --format graphml -o graph.graphml\n"
            "  entente export --format json --evidence --during 2024\n"
            "  entente export --format dot --top 40 | sfdp -Tsvg > graph.svg\n"
            "  entente export --top 200 -o graph.html          the page of 'entente serve' with its data, to send",
            define_export},
    Command{"check", "Prove that the graph is what its articles make it",
            "  entente check\n"
            "  entente check --repair",
            define_check},
    Command{"backup", "Copy the graph to a directory of backups",
            "  entente backup /media/disk/entente\n"
            "  entente backup /media/disk/entente --list",
            define_backup},
    Command{"restore", "Make a backup the graph",
            "  entente restore /media/disk/entente\n"
            "  entente --graph old restore /media/disk/entente --backup 3",
            define_restore},
    Command{"compact", "Rewrite the graph's files without what was replaced or retracted", "  entente compact", define_compact},
    Command{"upgrade", "Bring a graph of an older entente up to date", "  entente upgrade", define_upgrade},
    Command{"extract", "Print what articles say, without a graph",
            "  entente extract article.txt\n"
            "  entente extract --format jsonl < articles.jsonl\n"
            "  echo 'NATO condemned the attack on Kyiv.' | entente extract --lang en --explain",
            define_extract},
    Command{"classify", "Tell how one marked phrase of a sentence is related to another",
            "  entente classify < pairs.jsonl\n"
            "  echo '{\"text\": \"Norway thanked Peru.\", \"source_span\": [0, 6], \"target_span\": [15, 19]}' | entente classify --lang en",
            define_classify},
    Command{"ontology", "Print the node and relation types",
            "  entente ontology\n"
            "  entente ontology --format json",
            define_ontology},
    Command{"parse", "Print the words, tags, trees and names of a text as CoNLL-U",
            "  entente parse article.txt\n"
            "  echo 'NATO condemned the attack.' | entente parse --lang en",
            define_parse},
    Command{"train", "Learn a language's tags, trees and names from annotated text",
            "  entente train --lang fr --treebank fr_sequoia-ud-train.conllu --dev fr_sequoia-ud-dev.conllu --out data/lang/fr\n"
            "  entente train --lang id --treebank id_csui-ud-train.conllu --treebank id_gsd-ud-train.conllu --usual id_csui\n"
            "  entente train --lang id --treebank id_csui-ud-train.conllu --ner nergrit-train.txt --ner-dev nergrit-dev.txt",
            define_train},
    Command{"evaluate", "Compare a language's tags, trees and names with annotated text",
            "  entente evaluate --lang en --treebank en_ewt-ud-test.conllu\n"
            "  entente evaluate --lang id --treebank news.conllu@id_csui --format json\n"
            "  entente evaluate --lang id --ner nergrit-dev.txt",
            define_evaluate},
};

}  // namespace

std::span<const Command> commands() { return kCommands; }

void suggest(std::string_view word) {
  std::vector<std::string_view> names;
  for (const Command& command : kCommands) names.push_back(command.name);
  if (const auto near = near_word(word, names); !near.empty()) fmt::print(stderr, "Did you mean '{}'?\n", near);
}

}  // namespace entente::cli
