#pragma once
// What Swift cannot call of libedit because it takes any number of arguments, and no more.
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

// Letters beyond ASCII are only taken as one each where the locale says that they are UTF-8.
static inline void edit_use_utf8(void) {
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

// Draws on standard error: standard output is for answers.
static inline EditLine *edit_open(const char *program, char *(*prompt)(EditLine *),
                                  unsigned char (*complete)(EditLine *, int)) {
    EditLine *edit = el_init(program, stdin, stderr, stderr);
    if (edit == NULL) return NULL;
    el_set(edit, EL_PROMPT, prompt);
    el_set(edit, EL_EDITOR, "emacs");
    el_source(edit, NULL);
    el_set(edit, EL_ADDFN, "complete-word", "Completes the word before the cursor.", complete);
    el_set(edit, EL_BIND, "^I", "complete-word", NULL);
    // While a line is typed, Ctrl-C empties it and is no signal.
    el_set(edit, EL_SETTY, "-d", "-isig", NULL);
    el_set(edit, EL_BIND, "^C", "em-kill-line", NULL);
    return edit;
}

// Libedit shows the prompt first and takes the keys then: what is typed in between would be the terminal's, and Ctrl-C a
// signal. This way whoever sees the prompt can rely on it.
static inline void edit_take_keys(EditLine *edit) { el_set(edit, EL_PREP_TERM, 1); }

// Whose the editor is, for the functions that it calls.
static inline void edit_own(EditLine *edit, void *owner) { el_set(edit, EL_CLIENTDATA, owner); }

static inline void *edit_owner(EditLine *edit) {
    void *owner = NULL;
    el_get(edit, EL_CLIENTDATA, &owner);
    return owner;
}

// With none, the arrows up and down do nothing.
static inline void edit_keep_history(EditLine *edit, History *lines) {
    el_set(edit, EL_HIST, history, lines);
}

static inline History *edit_history(int count) {
    History *lines = history_init();
    HistEvent event;
    if (lines == NULL) return NULL;
    history(lines, &event, H_SETSIZE, count);
    history(lines, &event, H_SETUNIQUE, 1);
    return lines;
}

static inline void edit_remember(History *lines, const char *line) {
    HistEvent event;
    history(lines, &event, H_ENTER, line);
}

static inline void edit_say(const char *text) { fputs(text, stderr); }
