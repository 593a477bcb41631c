# `cmake --install` puts the program, its data, the libraries and their headers in place; other projects find them with
# find_package(entente) and link entente::graph, entente::graph_query, entente::ingest or entente::export.
include(CMakePackageConfigHelpers)

set(ENTENTE_LIBRARIES graph graph_query ingest_language ingest_mention ingest_relate ingest ingest_read export)
install(TARGETS entente RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS ${ENTENTE_LIBRARIES} EXPORT ententeTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT ententeTargets NAMESPACE entente:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/entente)
install(DIRECTORY graph ingest export DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/entente FILES_MATCHING PATTERN "*.h")
install(DIRECTORY data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/entente PATTERN sources EXCLUDE)
install(FILES LICENSE data/LICENSES.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

configure_package_config_file(cmake/ententeConfig.cmake.in ${PROJECT_BINARY_DIR}/ententeConfig.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/entente)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/ententeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/ententeConfig.cmake ${PROJECT_BINARY_DIR}/ententeConfigVersion.cmake cmake/Findbrotli.cmake cmake/Findcld2.cmake cmake/Findgumbo.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/entente)
