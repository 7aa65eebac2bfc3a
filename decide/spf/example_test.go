package spf_test

import (
	"fmt"
	"net/netip"

	"sendpath/decide/evidence"
	"sendpath/decide/spf"
)

// published is what DNS says in these examples.
func published() evidence.Set {
	return evidence.Set{
		evidence.Ask(evidence.TXT, "contoso.com"):      {Outcome: evidence.Found, Records: []string{"v=spf1 include:news.example.net ip4:198.51.100.0/28 -all"}},
		evidence.Ask(evidence.TXT, "news.example.net"): {Outcome: evidence.Found, Records: []string{"v=spf1 ip4:203.0.113.0/24 -all"}},
	}
}

func ExampleParse() {
	record, problems := spf.Parse("v=spf1 ipv4:198.51.100.7 mx -all a")
	for _, term := range record.Terms() {
		fmt.Println(term.Text)
	}
	for _, problem := range problems {
		fmt.Printf("%s: %s\n", problem.ID, problem.Say(nil))
	}
	// Output:
	// ipv4:198.51.100.7
	// mx
	// -all
	// a
	// spf/syntax: ipv4:198.51.100.7 is not a mechanism of SPF. Receivers reject the whole record because of it.
}

func ExampleEvaluate() {
	for _, client := range []string{"203.0.113.25", "192.0.2.1"} {
		e := spf.Evaluate(published().Look(), spf.Query{IP: netip.MustParseAddr(client), Helo: "mail.example.com", Sender: "scanner@contoso.com"})
		fmt.Printf("%s: %s by %s, %d lookup\n", client, e.Result, e.Matched, e.Lookups)
	}
	// Output:
	// 203.0.113.25: pass by include:news.example.net, 1 lookup
	// 192.0.2.1: fail by -all, 1 lookup
}

func ExampleInspect() {
	tree := spf.Inspect(published().Look(), "contoso.com")
	for _, node := range tree.Nodes {
		fmt.Println(node.Term.Text, node.Lookups)
		for _, below := range node.Children {
			fmt.Println("  ", below.Term.Text)
		}
	}
	// Output:
	// include:news.example.net 1
	//    ip4:203.0.113.0/24
	//    -all
	// ip4:198.51.100.0/28 0
	// -all 0
}

func ExampleMerge() {
	change := spf.Merge(published().Look(), spf.Request{Domain: "contoso.com", Addresses: []netip.Prefix{netip.MustParsePrefix("192.0.2.7/32")}})
	fmt.Println(change.Kind)
	fmt.Println(change.Proposed)
	// Output:
	// edit
	// v=spf1 ip4:192.0.2.7 include:news.example.net ip4:198.51.100.0/28 -all
}

func ExampleProve() {
	device := []netip.Prefix{netip.MustParsePrefix("192.0.2.7/32")}
	before := []string{"v=spf1 include:news.example.net ip4:198.51.100.0/28 -all"}
	proof := spf.Prove(published().Look(), "contoso.com", before, "v=spf1 ip4:198.51.100.0/28 ip4:192.0.2.7 -all", device)
	fmt.Println("holds:", proof.Holds)
	fmt.Println("lost:", proof.Lost)
	for _, finding := range proof.Findings {
		fmt.Println(finding.Say(nil))
	}
	// Output:
	// holds: false
	// lost: [203.0.113.0/24 include:news.example.net]
	// 192.0.2.7 passes after the change.
	// 203.0.113.0/24 was allowed before and is not after the change.
	// include:news.example.net was allowed before and is not after the change.
	// DNS lookups: 1 before, 0 after, of 10 at most. Names that do not exist: 0 before, 0 after, of 2 at most.
}
