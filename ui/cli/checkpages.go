package cli

import (
	"sendpath/decide/probe/survey"
	"sendpath/ui"
)

// withChecks lets the wizard look at the servers while it asks, and try a finished plan, where the network
// or its imitation may be used.
func (e *environment) withChecks(s *survey.Surveyor, o ui.Options) ui.Options {
	if e.common.offline && e.world == nil {
		return o
	}
	o.Checker = s
	// First: the last line of a narrow window has no room for all.
	o.Actions = append([]ui.Action{ui.CheckPlan(s), ui.SendTest(testSender{s, e.lang})}, o.Actions...)
	return o
}
