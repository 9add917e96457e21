# SPDX-License-Identifier: Apache-2.0
# Completion of zvm for bash.

_zvm() {
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} prefix=
	local run_options='--env --volume --image --mem --stack --timeout --cpu --time --clock-step --seed
		--jail --digest --report --save --debug --verify-deterministic --help'

	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W 'run pipeline validate cc help --help --version' -- "$current")
		return
	fi
	case ${COMP_WORDS[1]} in
	help)
		mapfile -t COMPREPLY < <(compgen -W 'run pipeline validate cc' -- "$current")
		return
		;;
	run)
		case $previous in
		--digest) mapfile -t COMPREPLY < <(compgen -W 'sha256 sha1 md5' -- "$current"); return ;;
		--time) mapfile -t COMPREPLY < <(compgen -W 'now' -- "$current"); return ;;
		--save) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
		-e | --env | -m | --mem | --stack | -t | --timeout | --cpu | --clock-step | --seed) return ;;
		esac
		if [[ $current == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "$run_options" -- "$current")
			return
		fi
		# @FILE gives a file to the program.
		[[ $current == @* ]] && prefix=@ current=${current#@}
		;;
	pipeline)
		if [[ $current == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W '--dry-run --help' -- "$current")
			return
		fi
		;;
	esac
	compopt -o filenames 2>/dev/null
	mapfile -t COMPREPLY < <(compgen -P "$prefix" -f -- "$current")
}

complete -F _zvm zvm
