package servers_test

import (
	"fmt"

	"sendpath/decide"
	"sendpath/decide/servers"
)

// A server with a fixed address hands its mail to Microsoft 365.
func ExampleDecide() {
	var answers decide.Answers
	answers[decide.ServerDomains] = "contoso.com"
	answers[decide.ServerDirection] = servers.ToMicrosoft
	answers[decide.ServerKind] = servers.OtherServer
	answers[decide.ServerIdentifyBy] = servers.ByIP
	answers[decide.ServerPublicIPs] = "198.51.100.7"

	plan := servers.Decide(servers.Case{Answers: answers, AsOf: "2026-11-21"}, nil)
	fmt.Println(plan.Headline)
	for _, connector := range plan.Connectors {
		fmt.Println(connector.Cmdlet)
		for _, parameter := range connector.Parameters {
			fmt.Printf("  -%s %v\n", parameter.Name, parameter.Value)
		}
	}
	// Output:
	// One connector, from your mail server to Microsoft 365.
	// New-InboundConnector
	//   -Name sendpath - contoso.com - to Microsoft 365
	//   -ConnectorType OnPremises
	//   -SenderDomains [*]
	//   -SenderIPAddresses [198.51.100.7]
	//   -RequireTls false
	//   -Enabled true
}
