#compdef archive

_archive_completion() {
    local line value
    local -a values texts
    for line in "${(@f)$(COMP_LINE="${(j: :)words[1,CURRENT]}" _ARCHIVE_COMPLETE=zsh_complete \
        "${words[1]}" 2>/dev/null)}"; do
        case $line in
            plain,*)
                line=${line#plain,}
                value=${line%%$'\t'*}
                values+=("$value")
                texts+=("${line/$'\t'/  -- }")
                ;;
            file,*) _files ;;
            dir,*) _files -/ ;;
        esac
    done
    if (( $#values == 1 )) && [[ ${values[1]} == *[:/,] ]]; then
        compadd -U -S '' -a values
    elif (( $#values )); then
        compadd -U -V archive -l -d texts -a values
    fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _archive_completion "$@"
else
    compdef _archive_completion archive
fi
