package cli

import "sendpath/ui"

// withPages gives the wizard what it offers beside its questions: saved customers where there are some,
// finding out why a device fails and, where the network may be used, asking the device itself.
func (e *environment) withPages(o ui.Options) ui.Options {
	o.Tasks = append(o.Tasks, ui.Troubleshoot())
	o.Actions = append(o.Actions, ui.TroubleshootPlan(), ui.NameCustomer(), ui.NextCustomer())
	if ui.HasSavedCustomers("") {
		o.Tasks = append(o.Tasks, ui.SavedCustomers(""))
	}
	if !e.common.offline && e.world == nil {
		o.Finder = ui.NewFinder()
	}
	return o
}
