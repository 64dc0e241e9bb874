function _archive_completion
    for line in (COMP_LINE=(commandline -cp | string collect) _ARCHIVE_COMPLETE=fish_complete archive 2>/dev/null)
        set -l parts (string split -m 1 , -- $line)
        switch $parts[1]
            case plain
                echo $parts[2]
            case file
                __fish_complete_path $parts[2]
            case dir
                __fish_complete_directories $parts[2]
        end
    end
end
complete --no-files --keep-order --command archive --arguments "(_archive_completion)"
