
# Completes with what the briefings have.
function __roundup_editions
    roundup list --editions --complete $argv[1] 2>/dev/null
end

complete -c roundup -n "__fish_roundup_needs_command" -l edition -x -k -a "(__roundup_editions which)"
complete -c roundup -n "__fish_roundup_using_subcommand show" -l edition -x -k -a "(__roundup_editions which)"
complete -c roundup -n "__fish_roundup_using_subcommand mark; and not __fish_contains_opt where" -k -a "(__roundup_editions identity)"
