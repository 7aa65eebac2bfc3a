package cli

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sendpath/decide"
	"sendpath/decide/words"
)

func manCommand(e *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: e.lang.Say("print the manual page, as input for man"),
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return e.print(e.manPage(cmd.Root()))
		},
	}
}

// A roff is a manual page in the man macros (man(7)), which every man program reads.
type roff struct{ strings.Builder }

// macro writes a request with its arguments, each quoted.
func (r *roff) macro(name string, args ...string) {
	r.WriteString("." + name)
	for _, arg := range args {
		r.WriteString(` "` + strings.ReplaceAll(escapeRoff(arg), `"`, `\(dq`) + `"`)
	}
	r.WriteString("\n")
}

// text writes running text. A line that would begin like a request gets a mark without width before it.
func (r *roff) text(s string) {
	for line := range strings.Lines(wrap(escapeRoff(s), "")) {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			line = `\&` + line
		}
		r.WriteString(line)
	}
}

// item writes a term and what it means.
func (r *roff) item(term, meaning string) {
	r.macro("TP")
	r.macro("B", term)
	r.text(meaning)
}

// escapeRoff lets text mean itself: no escape sequence, and each dash the one that is typed.
func escapeRoff(s string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`, "\n", " ").Replace(s)
}

// manPage is the whole program on one page, from the same definitions as the help.
func (e *environment) manPage(root *cobra.Command) string {
	r := &roff{}
	fmt.Fprintf(r, ".TH %s 1 %s \"%s\" \"%s\"\n", strings.ToUpper(root.Name()), e.manDate(), versionNumber(), e.lang.Say("User commands"))
	r.macro("SH", e.lang.Say("NAME"))
	r.text(root.Name() + " - " + root.Short)
	r.macro("SH", e.lang.Say("SYNOPSIS"))
	r.macro("B", root.Name())
	r.text(strings.TrimPrefix(usageLine(root), root.Name()+" "))
	r.macro("SH", e.lang.Say("DESCRIPTION"))
	for i, paragraph := range strings.Split(root.Long, "\n\n") {
		if i > 0 {
			r.macro("PP")
		}
		r.text(paragraph)
	}
	e.manFlags(r, root.LocalNonPersistentFlags())
	e.manCommands(r, root)
	r.macro("SH", e.lang.Say("FLAGS OF EVERY COMMAND"))
	e.manFlags(r, root.PersistentFlags())
	r.macro("SH", e.lang.Say("EXIT STATUS"))
	for _, s := range statuses {
		r.item(fmt.Sprint(int(s.status)), e.lang.Say(s.meaning))
	}
	r.macro("SH", e.lang.Say("ENVIRONMENT"))
	for _, v := range variables {
		r.item(v.name, e.lang.Say(v.meaning))
	}
	r.macro("SH", e.lang.Say("EXAMPLES"))
	for _, x := range examples {
		r.item(x.command, e.lang.Say(x.meaning))
	}
	return r.String()
}

func (e *environment) manCommands(r *roff, root *cobra.Command) {
	r.macro("SH", e.lang.Say("COMMANDS"))
	for _, cmd := range root.Commands() {
		if cmd.Hidden {
			continue
		}
		r.macro("SS", usageLine(cmd))
		r.text(sentence(cmd.Short))
		if cmd.Long != "" {
			r.text(cmd.Long)
		}
		e.manFlags(r, cmd.LocalNonPersistentFlags())
	}
}

// manFlags lists the flags that the help lists.
func (e *environment) manFlags(r *roff, flags *pflag.FlagSet) {
	flags.SortFlags = false
	flags.VisitAll(func(f *pflag.Flag) {
		if name, usage, listed := flagEntry(f); listed {
			r.item(name, usage)
		}
	})
}

// sentence gives the line about a command a capital and a full stop.
func sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:] + "."
}

// manDate is the day of the build, or today in a build without one.
func (e *environment) manDate() string {
	if day, err := decide.ParseDay(built[:min(len(built), len(time.DateOnly))]); err == nil {
		return string(day)
	}
	return e.now().Format(time.DateOnly)
}

func versionNumber() string {
	if version == "" {
		return "sendpath"
	}
	return "sendpath " + version
}

var statuses = []struct {
	status  status
	meaning words.Text
}{
	{done, "It is done."},
	{problem, "It is done, and something is wrong: no method fits, a check failed, or something has changed."},
	{misused, "The command, its flags or its input are wrong, or the output cannot be written."},
	{unknown, "It could not be found out: network, resolver or time-out."},
	{stopped, "The user stopped it."},
}

var variables = []struct {
	name    string
	meaning words.Text
}{
	{"LC_ALL, LC_MESSAGES, LANG", "The first that is set chooses the language: Italian for it, English for everything else."},
	{"NO_COLOR", "If it is set, no colour is used."},
	{"TERM", "On a dumb terminal, questions are asked in plain lines."},
	{"XDG_STATE_HOME", "The folder in which the wizard keeps the answers of a run that was not finished."},
	{"SSL_CERT_FILE, SSL_CERT_DIR", "Certificates to trust in place of the system's, on Linux and its like."},
}

var examples = []struct {
	command string
	meaning words.Text
}{
	{"sendpath", "Ask, and show the plan."},
	{"sendpath --demo", "Practise with made-up customers; nothing leaves the computer."},
	{"sendpath plan --domain contoso.com --recipients internal", "Make a plan without questions; what is not given is assumed, and the plan says so."},
	{"sendpath plan --batch customers.csv --output plans --format html --format json", "Make two files for each line of a CSV file."},
}
