#include "cli/user.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace entente::cli {

std::string user_name() {
  if (const char* author = std::getenv("ENTENTE_AUTHOR"); author != nullptr && *author != '\0') return author;
  const passwd* user = getpwuid(geteuid());
  return user == nullptr ? std::string() : user->pw_name;
}

}  // namespace entente::cli
