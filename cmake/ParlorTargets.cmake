# Helpers that the folders' CMakeLists.txt use.

# parlor_precompile(NAME): the target uses the precompiled headers, if there are any.
if(PARLOR_PRECOMPILE)
    file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/precompiled.cpp" CONTENT "")
    add_library(parlor_precompiled OBJECT "${PROJECT_BINARY_DIR}/precompiled.cpp")
    target_link_libraries(parlor_precompiled PRIVATE parlor_options Qt6::Core tl::expected)
    set_target_properties(parlor_precompiled PROPERTIES AUTOMOC OFF)
    target_precompile_headers(parlor_precompiled PRIVATE
        <QByteArray> <QDateTime> <QDebug> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QList> <QMap>
        <QObject> <QSet> <QString> <QUrl> <QUuid> <QVariant>
        <chrono> <functional> <memory> <mutex> <optional> <thread> <variant> <vector> <tl/expected.hpp>)
endif()
function(parlor_precompile name)
    if(PARLOR_PRECOMPILE)
        target_precompile_headers(${name} REUSE_FROM parlor_precompiled)
    endif()
endfunction()

# parlor_add_library(NAME SOURCES ... [PUBLIC lib...] [PRIVATE lib...])
# A static library with the house's options. Headers may be listed among the sources.
function(parlor_add_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC;PRIVATE")
    add_library(${name} STATIC ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE parlor_options ${arg_PRIVATE})
    target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
    parlor_precompile(${name})
endfunction()

# parlor_add_test(NAME SOURCES ... [LIBRARIES lib...] [LABELS label...] [TIMEOUT seconds]
#                 [ENVIRONMENT VAR=value...] [SERVICES kafka|postgres...] [EXCLUSIVE])
# A Qt Test executable, registered with ctest. EXCLUSIVE runs it alone (it loads the machine). SERVICES are real servers
# that ctest starts before it and stops after the last test that needs them; tests/support/services.h tells where they are.
function(parlor_add_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "EXCLUSIVE" "TIMEOUT" "SOURCES;LIBRARIES;LABELS;ENVIRONMENT;SERVICES")
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    if(PARLOR_SANITIZE)
        math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * 3") # what a sanitizer costs, on a loaded machine
    endif()
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE parlor_options Qt6::Test ${arg_LIBRARIES})
    parlor_precompile(${name})
    parlor_moc_test(${name} ${arg_SOURCES})
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES
        TIMEOUT ${arg_TIMEOUT}
        LABELS "${arg_LABELS}"
        SKIP_REGULAR_EXPRESSION "^SKIP  ;[\n]SKIP  "
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_QUICK_BACKEND=software;LC_ALL=C.UTF-8;${arg_ENVIRONMENT}")
    if(arg_SERVICES)
        parlor_test_needs(${name} ${arg_SERVICES})
    endif()
    if(arg_EXCLUSIVE)
        set_tests_properties(${name} PROPERTIES RUN_SERIAL TRUE)
    endif()
endfunction()

# parlor_moc_test(TEST SOURCE...): a test that is one source file includes its own .moc. That takes one run of moc; with AUTOMOC
# it would take a scan of the target and an object of nothing besides, which is a fifth of the time to build all tests.
function(parlor_moc_test test)
    if(NOT ARGC EQUAL 2)
        return()
    endif()
    set_target_properties(${test} PROPERTIES AUTOMOC OFF)
    file(STRINGS ${ARGV1} mocs REGEX "^#include \".*\\.moc\"")
    if(NOT mocs)
        return() # its test class is another file's
    endif()
    get_filename_component(base ${ARGV1} NAME_WE)
    set(folder "${CMAKE_CURRENT_BINARY_DIR}/${test}_moc")
    file(MAKE_DIRECTORY "${folder}")
    qt6_generate_moc(${ARGV1} "${folder}/${base}.moc" TARGET ${test})
    target_sources(${test} PRIVATE "${folder}/${base}.moc")
    target_include_directories(${test} PRIVATE "${folder}")
endfunction()

# parlor_test_needs(TEST kafka|postgres...): the test, however it was added, runs while these servers do.
function(parlor_test_needs test)
    set_property(TEST ${test} APPEND PROPERTY FIXTURES_REQUIRED ${ARGN})
    set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT "PARLOR_TEST_SERVICES=${PROJECT_BINARY_DIR}/services")
endfunction()
