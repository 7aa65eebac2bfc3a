package cli

import (
	"net/netip"
	"strings"

	"sendpath/decide"
	"sendpath/decide/words"
	"sendpath/ui/batch"
)

// prefixes reads public addresses from a flag.
func (e *environment) prefixes(flag string, texts []string) (prefixes []netip.Prefix, wrong []sayer) {
	for _, text := range texts {
		for _, item := range decide.SplitList(text) {
			prefix, notes, err := decide.ParsePublicPrefix(item, e.common.allowDocumentation)
			if err != nil {
				wrong = append(wrong, words.Sentencef("%s: %s", flag, said(err).In(e.lang)))
				continue
			}
			for _, n := range notes {
				e.warn(n)
			}
			prefixes = append(prefixes, prefix)
		}
	}
	return prefixes, wrong
}

const documentationHint words.Text = "--allow-documentation-addresses accepts addresses that are reserved for documentation, for tests and examples"

// addressHint names the flag without which one of these addresses is refused, if it is only for that.
func (e *environment) addressHint(texts []string) words.Text {
	for _, item := range decide.SplitList(strings.Join(texts, " ")) {
		_, _, refused := decide.ParsePublicPrefix(item, e.common.allowDocumentation)
		if _, _, err := decide.ParsePublicPrefix(item, true); refused != nil && err == nil {
			return documentationHint
		}
	}
	return ""
}

// entriesHint is what helps with the problems of entries: the flag, where with it there are fewer.
func (e *environment) entriesHint(entries []batch.Entry, problems batch.Problems) words.Text {
	form := e.form()
	form.AllowDocumentation = true
	if _, _, left := batch.Read(entries, form); len(left) < len(problems) {
		return documentationHint
	}
	return answersHint
}
