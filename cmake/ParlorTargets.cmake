# Helpers that the folders' CMakeLists.txt use.

# parlor_add_library(NAME SOURCES ... [PUBLIC lib...] [PRIVATE lib...])
# A static library with the house's options. Headers may be listed among the sources.
function(parlor_add_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC;PRIVATE")
    add_library(${name} STATIC ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE parlor_options ${arg_PRIVATE})
    target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
endfunction()

# parlor_add_test(NAME SOURCES ... [LIBRARIES lib...] [LABELS label...] [TIMEOUT seconds]
#                 [ENVIRONMENT VAR=value...] [EXCLUSIVE])
# A Qt Test executable, registered with ctest. EXCLUSIVE runs it alone (it loads the machine).
function(parlor_add_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "EXCLUSIVE" "TIMEOUT" "SOURCES;LIBRARIES;LABELS;ENVIRONMENT")
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    if(PARLOR_SANITIZE)
        math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * 3") # what a sanitizer costs, on a loaded machine
    endif()
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE parlor_options Qt6::Test ${arg_LIBRARIES})
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES
        TIMEOUT ${arg_TIMEOUT}
        LABELS "${arg_LABELS}"
        SKIP_REGULAR_EXPRESSION "^SKIP  ;[\n]SKIP  "
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_QUICK_BACKEND=software;LC_ALL=C.UTF-8;${arg_ENVIRONMENT}")
    if(arg_EXCLUSIVE)
        set_tests_properties(${name} PROPERTIES RUN_SERIAL TRUE)
    endif()
endfunction()
