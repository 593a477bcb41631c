# Google's brotli, which comes without a CMake package: target brotli::dec, its decoder.
find_path(BROTLI_INCLUDE_DIR brotli/decode.h)
find_library(BROTLI_DEC_LIBRARY brotlidec)
mark_as_advanced(BROTLI_INCLUDE_DIR BROTLI_DEC_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(brotli REQUIRED_VARS BROTLI_DEC_LIBRARY BROTLI_INCLUDE_DIR)
if(brotli_FOUND AND NOT TARGET brotli::dec)
  add_library(brotli::dec UNKNOWN IMPORTED)
  set_target_properties(brotli::dec PROPERTIES IMPORTED_LOCATION ${BROTLI_DEC_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${BROTLI_INCLUDE_DIR})
endif()
