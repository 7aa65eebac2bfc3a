package cli

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"sendpath/decide/words"
	"sendpath/render"
)

// formatFlags is --format, which may be repeated.
type formatFlags struct {
	names []string
}

func (f *formatFlags) register(e *environment, flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.names, "format", nil, e.lang.Say("`FORMAT` of the plan, text if none is named; may be repeated with --output DIR: %s", formatList()))
}

// read returns the formats, each once; text when none is named.
func (f *formatFlags) read() ([]render.Format, error) {
	var formats []render.Format
	var wrong []sayer
	for _, name := range f.names {
		format := render.Format(strings.ToLower(strings.TrimSpace(name)))
		switch {
		case !slices.Contains(planFormats(), format):
			wrong = append(wrong, words.Sentencef("--format: found %s; allowed: %s", quoted(name), formatList()))
		case !slices.Contains(formats, format):
			formats = append(formats, format)
		}
	}
	if len(wrong) > 0 {
		return nil, misuse("", wrong...)
	}
	if len(formats) == 0 {
		formats = []render.Format{render.Text}
	}
	return formats, nil
}

// planFormats are the formats of a plan and of the local relay that can carry its device's mail.
func planFormats() []render.Format { return append(render.Formats(), render.RelayFormats()...) }

func formatList() string {
	var names []string
	for _, format := range planFormats() {
		names = append(names, string(format))
	}
	return strings.Join(names, ", ")
}
