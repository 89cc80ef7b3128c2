
# Completes WHICH of --edition and IDENTITY of mark with what the briefings have.
_roundup_editions() {
    local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" what="" word
    # In `--edition=2016`, the sign and what follows are words of their own.
    if [[ ${cur} == "=" ]]; then
        cur=""
    elif [[ ${prev} == "=" ]]; then
        prev="${COMP_WORDS[COMP_CWORD-2]}"
    fi
    case "${COMP_WORDS[1]},${prev}" in
        import,*) ;;
        *,--edition) what="which" ;;
        mark,--where) ;;
        mark,*)
            if [[ ${cur} != -* && " ${COMP_WORDS[*]} " != *" --where "* && " ${COMP_WORDS[*]} " != *" -- "* ]]; then
                what="identity"
            fi
            ;;
    esac
    if [[ -z ${what} ]]; then
        _roundup "$@"
        return
    fi
    COMPREPLY=()
    while IFS=$'\t' read -r word _; do
        # An identity may be any text, and the shell must not expand any of it.
        if [[ ${word} == "${cur}"* ]]; then
            COMPREPLY+=("$(printf '%q' "${word}")")
        fi
    done < <("$1" list --editions --complete "${what}" 2>/dev/null)
}
