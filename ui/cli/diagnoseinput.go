package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"sendpath/decide/diagnose"
	"sendpath/decide/words"
)

// Bounds of a text.
const (
	keptText = 4 << 20 // octets at the end that are looked at
	maxText  = 1 << 30 // octets that are read to find the end
)

const inputHint words.Text = "paste the reply as an argument, name a file, or pipe it in; \"sendpath diagnose --list-symptoms\" helps where there is nothing to paste"

// text reads what is to be diagnosed: the arguments, a file, or standard input.
func (d *diagnoseFlags) text(ctx context.Context, e *environment, args []string) (string, error) {
	text, err := d.read(ctx, e, args)
	if err != nil {
		return "", err
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if strings.TrimSpace(text) == "" {
		return "", misuse(inputHint, words.Sentencef("there is no text to diagnose"))
	}
	return text, nil
}

func (d *diagnoseFlags) read(ctx context.Context, e *environment, args []string) (string, error) {
	path := d.file
	switch {
	case path != "":
	case len(args) == 1 && (args[0] == "-" || isFile(args[0])):
		path = args[0]
	case len(args) > 0:
		return strings.Join(args, " "), nil
	default:
		path = "-"
		if isTerminal(e.in) {
			fmt.Fprintln(e.errs, e.lang.Say("Paste the reply or the log, then press Enter and Ctrl+D (on Windows Ctrl+Z and Enter):"))
		}
	}
	in, name, err := e.open(ctx, path)
	if err != nil {
		return "", err
	}
	defer in.Close()
	text, err := tail(in)
	if err != nil && ctx.Err() == nil {
		return "", unreadable(name, err)
	}
	return text, nil
}

// isFile reports whether a text names something that can be read.
func isFile(text string) bool {
	info, err := os.Stat(text)
	return err == nil && !info.IsDir()
}

// tail returns the last octets of what in holds.
func tail(in io.Reader) (string, error) {
	if file, ok := in.(io.Seeker); ok {
		_, _ = file.Seek(-keptText, io.SeekEnd) // shorter, or no plain file: then it is read from where it stands
	}
	in = io.LimitReader(in, maxText)
	kept := make([]byte, 0, 64<<10)
	chunk := make([]byte, 64<<10)
	for {
		n, err := in.Read(chunk)
		kept = append(kept, chunk[:n]...)
		if len(kept) > 2*keptText || err != nil {
			kept = append(kept[:0], kept[max(0, len(kept)-keptText):]...)
		}
		if err == io.EOF {
			return string(kept), nil
		}
		if err != nil {
			return string(kept), err
		}
	}
}

// noteMissingFile tells of a mistyped name of a file, which is taken for the text itself.
func noteMissingFile(e *environment, args []string, report diagnose.Report) {
	if len(args) != 1 || len(report.Faults) > 0 || strings.ContainsAny(args[0], " \n") || isFile(args[0]) {
		return
	}
	if filepath.Ext(args[0]) != "" || strings.ContainsRune(args[0], filepath.Separator) {
		e.warn(words.Sentencef("there is no file %s, so this was taken for the text itself", quoted(args[0])))
	}
}
