package cli

import (
	"cmp"
	"strings"

	"sendpath/decide/words"
)

// languageOf finds the language before the flags are read, since their descriptions and mistakes are
// said in it: --lang, else LC_ALL, LC_MESSAGES, LANG; it* is Italian, everything else English.
func languageOf(args []string, getenv func(string) string) *words.Language {
	tag := cmp.Or(getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG"))
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if value, found := strings.CutPrefix(arg, "--lang="); found {
			tag = value
		} else if arg == "--lang" && i+1 < len(args) {
			tag = args[i+1]
		}
	}
	return words.Choose(tag)
}
