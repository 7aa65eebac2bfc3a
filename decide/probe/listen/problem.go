package listen

import "sendpath/decide/words"

// A Problem is an error to show: words for the user, with the cause underneath where there is one.
type Problem struct {
	Text  words.Text
	Args  []any
	cause error
}

// Say returns the problem in the user's language.
func (p *Problem) Say(lang *words.Language) string { return lang.Say(p.Text, p.Args...) }

// Error returns the problem in English.
func (p *Problem) Error() string { return p.Say(nil) }

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.cause }
