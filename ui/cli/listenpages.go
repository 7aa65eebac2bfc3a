package cli

import "sendpath/ui"

// withPages gives the wizard what it offers beside its questions: finding out why a device fails and,
// where the network may be used, asking the device itself.
func (e *environment) withPages(o ui.Options) ui.Options {
	o.Tasks = append(o.Tasks, ui.Troubleshoot())
	o.Actions = append(o.Actions, ui.TroubleshootPlan())
	if !e.common.offline && e.world == nil {
		o.Finder = ui.NewFinder()
	}
	return o
}
