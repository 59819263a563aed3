# Lists Swift files and functions over their budget; exits 1 when one is over the hard limit.
#
# A function begins at a declaration and ends at the next `}` in the same column, which the formatter
# guarantees; requirements of protocols have no body and end where the next declaration begins.

function report(what, lines, soft, hard) {
    if (lines <= soft) return
    if (lines > hard) {
        printf("budget: %s has %d lines (limit %d)\n", what, lines, hard)
        broken = 1
    } else {
        printf("budget: %s has %d lines (aim for %d)\n", what, lines, soft)
    }
}

function finish_file() {
    if (file != "") report(file, count, tests ? 300 : 200, tests ? 400 : 260)
}

FNR == 1 {
    finish_file()
    file = FILENAME
    tests = file ~ /^Tests\//
    start = 0
}

{
    count = FNR
    match($0, /^ */)
    indent = RLENGTH
    text = substr($0, indent + 1)
}

text ~ /^(@[A-Za-z]+(\([^)]*\))? )*((package|private|fileprivate|internal|static|class|final|mutating|override|nonisolated|isolated|consuming|convenience|required|@concurrent)(\([a-z]+\))? )*(func |init[(<?]|deinit |subscript[(<]|var .*\{$)/ {
    start = FNR
    column = indent
    # A computed property is often a table of one line per case.
    limit = text ~ /^[^({]*var / ? 60 : 45
    name = text
    sub(/[({].*/, "", name)
}

start && indent == column && text ~ /^}/ {
    report(file ":" start ": " name, FNR - start + 1, 30, limit)
    start = 0
}

END {
    finish_file()
    exit broken
}
