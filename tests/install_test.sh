#!/usr/bin/env bash
# install_test.sh CMAKE BUILD SOURCE: installs the build into a temporary folder, runs the program from there, and builds
# another project against the installed package.
set -euo pipefail
cmake=$1 build=$2 source=$3

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix
unset ENTENTE_DATA ENTENTE_GRAPH XDG_DATA_HOME

fail() {
  echo "install_test: $*" >&2
  exit 1
}

"$cmake" --install "$build" --prefix "$prefix" >"$work/install.log" 2>&1 || { cat "$work/install.log"; fail "cmake --install failed"; }
config=$(find "$prefix" -name ententeConfig.cmake)
data=$prefix/share/entente
[ -x "$prefix/bin/entente" ] || fail "the program is not in bin/"
[ -n "$config" ] || fail "there is no CMake package"
[ -e "$prefix/include/entente/graph/store/store.h" ] || fail "the headers are not in include/entente/"
[ -e "$data/ontology.json" ] || fail "the data are not in share/entente/"
if grep -rlF -e "$source" -e "$build" "$(dirname "$config")"; then fail "the package names folders of the build"; fi
[ -z "$(find "$prefix" -name 'sources')" ] || fail "the sources of the data are installed too"

echo "== The program, from another folder"
mkdir "$work/elsewhere"
cp "$source/examples/articles/en-01-korea-russia-treaty.txt" "$work/elsewhere/article.txt"
cd "$work/elsewhere"
"$prefix/bin/entente" --graph graph ingest --quiet article.txt
"$prefix/bin/entente" --graph graph show 'North Korea' | head -1 | grep -q 'state:PRK' || fail "the graph lacks North Korea"

echo "== Another project"
"$cmake" -S "$source/tests/consumer" -B "$work/consumer" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_BUILD_TYPE=Debug >"$work/configure.log" 2>&1 ||
  { cat "$work/configure.log"; fail "the package is not found"; }
"$cmake" --build "$work/consumer" >"$work/build.log" 2>&1 || { cat "$work/build.log"; fail "a project that uses the package does not build"; }
[ "$("$work/consumer/consumer" "$data" graph)" = "1 articles" ] || fail "the consumer does not read the graph"
"$work/consumer/extractor" "$data" | grep -q '^1 claims' || fail "the consumer does not read a sentence"

echo "== The example of a program"
"$cmake" -S "$source/examples/library" -B "$work/example" -DCMAKE_PREFIX_PATH="$prefix" >"$work/configure.log" 2>&1 ||
  { cat "$work/configure.log"; fail "the example does not find the package"; }
"$cmake" --build "$work/example" >"$work/build.log" 2>&1 || { cat "$work/build.log"; fail "the example does not build"; }
"$work/example/allies" "$data" graph state:PRK >"$work/allies.txt" || fail "the example fails"
grep -qx '1 Russia' "$work/allies.txt" || { cat "$work/allies.txt"; fail "the example does not reach Russia from North Korea"; }

echo "== The data are those beside the program"
echo '{' >"$data/ontology.json"
if "$prefix/bin/entente" ontology >/dev/null 2>"$work/message"; then fail "the program reads data from elsewhere"; fi
grep -qF "$data/ontology.json" "$work/message" || { cat "$work/message"; fail "a broken data file is not named"; }
echo "installed, run and used"
