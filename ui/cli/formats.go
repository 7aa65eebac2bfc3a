package cli

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sendpath/decide/words"
	"sendpath/render"
)

// formatFlags is --format, which may be repeated.
type formatFlags struct {
	allowed []render.Format
	names   []string
}

func (f *formatFlags) register(e *environment, cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.names, "format", nil, e.lang.Say("`FORMAT` of the plan, text if none is named; may be repeated with --output DIR: %s", formatList(f.allowed)))
	// The only error is that there is no such flag.
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(namesOf(f.allowed), cobra.ShellCompDirectiveNoFileComp))
}

// read returns the formats, each once; text when none is named.
func (f *formatFlags) read() ([]render.Format, error) {
	var formats []render.Format
	var wrong []sayer
	for _, name := range f.names {
		format := render.Format(strings.ToLower(strings.TrimSpace(name)))
		switch {
		case !slices.Contains(f.allowed, format):
			wrong = append(wrong, words.Sentencef("--format: found %s; allowed: %s", quoted(name), formatList(f.allowed)))
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

func formatList(formats []render.Format) string { return strings.Join(namesOf(formats), ", ") }

func namesOf(formats []render.Format) []string {
	names := make([]string, len(formats))
	for i, format := range formats {
		names[i] = string(format)
	}
	return names
}

// deliver writes a result in each format where it is wanted. name is that of a file in a directory, without
// extension.
func (e *environment) deliver(name string, formats []render.Format, out *outputFlags, render func(io.Writer, render.Format) error) error {
	files, err := out.files(name, formats)
	if err != nil {
		return err
	}
	for i, format := range formats {
		var text bytes.Buffer
		if err := render(&text, format); err != nil {
			return err
		}
		if err := e.write(files[i], text.Bytes(), out.force); err != nil {
			return err
		}
	}
	return nil
}
