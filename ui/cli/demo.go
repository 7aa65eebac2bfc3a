package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/probe/demo"
	"sendpath/decide/probe/survey"
	"sendpath/decide/words"
	"sendpath/ui"
)

// imitate puts the imitation in the place of the network, where --demo asks for it.
func (e *environment) imitate() error {
	if !e.common.demo {
		return nil
	}
	if len(e.common.resolvers) > 0 {
		return misuse("leave one of them out", words.Sentencef("--demo imitates DNS, so there is nothing to ask %s for", "--resolver"))
	}
	world, err := demo.New(demo.Options{Now: e.now})
	if err != nil {
		return err
	}
	e.world = world
	e.common.allowDocumentation = true // its addresses are nobody's
	e.warn(words.Sentencef("DNS and Microsoft's servers are imitated, nothing leaves this computer; try %s, or another domain that \"sendpath demo\" lists",
		decide.ShowDomain(world.Customers[0].Domain)))
	return nil
}

// program is how the program is called again, with the flags that change what it says.
func (e *environment) program() string { return "sendpath" + e.common.again() }

// rehearse keeps a run of the wizard against the imitation apart from real ones: it is not gone on with.
func (e *environment) rehearse(o ui.Options) ui.Options {
	o.Command = e.program()
	if e.world != nil {
		o.State = ""
	}
	return o
}

// imitatedSurveyor asks and tries only what is in the imitation.
func imitatedSurveyor(world *demo.World) *survey.Surveyor {
	return &survey.Surveyor{
		DNS:     world.Asker,
		Outside: survey.Outside{check.MyAddress: world.Asker, check.MyAddressGoogle: world.Asker},
		Dialer:  world.Dialer,
		Roots:   world.Roots,
	}
}

func demoCommand(e *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: e.lang.Say("list the made-up customers of --demo, and what can be provoked with them"),
		Long:  e.lang.Say("With --demo, DNS and Microsoft's servers are imitated in the program's memory: nothing leaves this computer. The customers below are there to practise with."),
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			world, err := demo.New(demo.Options{Now: e.now})
			if err != nil {
				return err
			}
			return e.print(e.demoText(world))
		},
	}
}

func (e *environment) demoText(world *demo.World) string {
	var b strings.Builder
	b.WriteString(wrap(e.lang.Say("Customers of \"sendpath --demo\"; their office sends from %s:", world.Address), "") + "\n")
	for _, c := range world.Customers {
		b.WriteString(entry(c.Domain, e.lang.Say(c.Story)))
	}
	b.WriteString("\n" + wrap(e.lang.Say("What Microsoft's servers refuse there, with \"sendpath send --demo\":"), "") + "\n")
	for _, l := range world.Lessons {
		b.WriteString(entry(l.Fault, e.lang.Say(l.Do, decide.ShowDomain(l.With))))
	}
	return b.String()
}
