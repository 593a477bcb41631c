# cmake -DFOLDER=... -DEXTRA=/path/as/asked=file -DWORK=... -DOUTPUT=... -P EmbedAssets.cmake
# Writes a C++ file that holds all files of FOLDER, and the EXTRA ones, as the assets of web/assets.h, each compressed too.

function(type_of file result)
  get_filename_component(extension "${file}" LAST_EXT)
  set(types_.html "text/html; charset=utf-8")
  set(types_.js "text/javascript; charset=utf-8")
  set(types_.css "text/css; charset=utf-8")
  set(types_.json "application/json")
  set(types_.svg "image/svg+xml")
  set(types_.png "image/png")
  set(types_.woff2 "font/woff2")
  set(types_.txt "text/plain; charset=utf-8")
  if(DEFINED types_${extension})
    set(${result} "${types_${extension}}" PARENT_SCOPE)
  else()
    set(${result} "application/octet-stream" PARENT_SCOPE)
  endif()
endfunction()

# The assembler copies the files: a million numbers in braces would take a compiler a minute.
function(embed symbol file)
  string(APPEND assembly "__asm__(\".section .rodata\\n${symbol}: .incbin \\\"${file}\\\"\\n${symbol}_end: .byte 0\\n.previous\\n\");\n")
  string(APPEND assembly "extern \"C\" const char ${symbol}[], ${symbol}_end[];\n")
  set(assembly "${assembly}" PARENT_SCOPE)
endfunction()

set(assembly "")
set(table "")
set(number 0)
file(GLOB_RECURSE files RELATIVE "${FOLDER}" "${FOLDER}/*")
list(SORT files)
set(pairs "")
foreach(file IN LISTS files)
  list(APPEND pairs "/${file}=${FOLDER}/${file}")
endforeach()
list(APPEND pairs ${EXTRA})

foreach(pair IN LISTS pairs)
  string(FIND "${pair}" "=" equals)
  string(SUBSTRING "${pair}" 0 ${equals} path)
  math(EXPR equals "${equals} + 1")
  string(SUBSTRING "${pair}" ${equals} -1 file)
  if(path MATCHES "\\.map$")
    continue()
  endif()
  type_of("${file}" type)
  file(SHA256 "${file}" hash)
  string(SUBSTRING "${hash}" 0 16 hash)
  embed(entente_asset_${number} "${file}")
  set(gzipped "{}")
  if(NOT path MATCHES "\\.(png|woff2)$")
    file(ARCHIVE_CREATE OUTPUT "${WORK}/asset_${number}.gz" PATHS "${file}" FORMAT raw COMPRESSION GZip COMPRESSION_LEVEL 9)
    embed(entente_asset_${number}_gz "${WORK}/asset_${number}.gz")
    set(gzipped "between(entente_asset_${number}_gz, entente_asset_${number}_gz_end)")
  endif()
  string(APPEND table "      {\"${path}\", \"${type}\", between(entente_asset_${number}, entente_asset_${number}_end), ${gzipped}, \"${hash}\"},\n")
  math(EXPR number "${number} + 1")
endforeach()

file(WRITE "${OUTPUT}" "#include \"web/assets.h\"

${assembly}
namespace entente::web {
namespace {

std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

}  // namespace

std::span<const Asset> assets() {
  static const Asset kAssets[] = {
${table}  };
  return kAssets;
}

}  // namespace entente::web
")
