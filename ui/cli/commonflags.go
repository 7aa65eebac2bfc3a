package cli

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"sendpath/decide"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/words"
	"sendpath/ui"
)

// commonFlags are the flags of every command.
type commonFlags struct {
	lang               string
	offline, demo      bool
	timeout            time.Duration
	noColor, plain     bool
	allowDocumentation bool

	asOfText      string
	resolverTexts []string

	// read by check
	asOf      decide.Day
	resolvers []netip.AddrPort
}

// again are the flags, as they were given, without which the same command would say something else.
func (c *commonFlags) again() string {
	var b strings.Builder
	set := func(flag string, given bool) {
		if given {
			b.WriteString(" --" + flag)
		}
	}
	set("demo", c.demo)
	set("offline", c.offline)
	set("allow-documentation-addresses", c.allowDocumentation && !c.demo) // which takes them anyway
	set("lang "+c.lang, c.lang != "")
	set("as-of "+c.asOfText, c.asOfText != "")
	for _, r := range c.resolverTexts {
		set("resolver "+ui.ShellWord(r), true)
	}
	return b.String()
}

const defaultTimeout = 10 * time.Second

func (c *commonFlags) register(e *environment, flags *pflag.FlagSet) {
	say := func(t words.Text) string { return e.lang.Say(t) }
	flags.StringVar(&c.lang, "lang", "", e.lang.Say("`%s` language (default: that of LC_ALL, LC_MESSAGES or LANG)", strings.Join(words.Tags(), "|")))
	flags.StringArrayVar(&c.resolverTexts, "resolver", nil, say("`ADDRESS[:PORT]` DNS resolver to ask; may be repeated (default: the system's)"))
	flags.BoolVar(&c.offline, "offline", false, say("send nothing to the network"))
	flags.BoolVar(&c.demo, "demo", false, say("practise with made-up customers: DNS and Microsoft's servers are imitated"))
	flags.StringVar(&c.asOfText, "as-of", "", say("`YYYY-MM-DD` decide as on this day (default: today)"))
	flags.DurationVar(&c.timeout, "timeout", defaultTimeout, say("`DURATION` bound of all network work, in a batch of each row's (default: 10s)"))
	flags.BoolVar(&c.noColor, "no-color", false, say("use no colour (also: NO_COLOR)"))
	flags.BoolVar(&c.plain, "plain", false, say("ask in plain lines, for screen readers and serial lines"))
	flags.BoolVar(&c.allowDocumentation, "allow-documentation-addresses", false, say("accept addresses reserved for documentation, for tests and examples"))
}

// check reads the values that have a form, and reports all that are wrong.
func (c *commonFlags) check() error {
	var wrong []sayer
	if c.lang != "" && !slices.Contains(words.Tags(), c.lang) {
		wrong = append(wrong, words.Sentencef("--lang: found %s; allowed: %s", quoted(c.lang), strings.Join(words.Tags(), ", ")))
	}
	if c.timeout <= 0 {
		wrong = append(wrong, words.Sentencef("--timeout: found %s; allowed: a duration above 0, such as 10s", quoted(c.timeout.String())))
	}
	if c.asOfText != "" {
		day, err := decide.ParseDay(c.asOfText)
		if err != nil {
			wrong = append(wrong, words.Sentencef("--as-of: found %s; allowed: a day as YYYY-MM-DD", quoted(c.asOfText)))
		}
		c.asOf = day
	}
	for _, text := range c.resolverTexts {
		resolver, err := resolve.ParseResolver(text)
		if err != nil {
			wrong = append(wrong, words.Sentencef("--resolver: found %s; allowed: the address of one host, with or without a port, such as 192.0.2.1, 192.0.2.1:53 or [2001:db8::1]:53", quoted(text)))
		}
		c.resolvers = append(c.resolvers, resolver)
	}
	if len(wrong) > 0 {
		return misuse("", wrong...)
	}
	return nil
}
