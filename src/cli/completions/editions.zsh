# Completes with what the briefings have.
_roundup_editions() {
    local -a editions
    local line
    for line in "${(@f)$(_call_program editions roundup list --editions --complete $1 2>/dev/null)}"; do
        [[ -n $line ]] && editions+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    _describe -V editions 'edition' editions
}

_roundup_which() {
    _roundup_editions which
}

_roundup_identities() {
    _roundup_editions identity
}

