package main

// A row compares one figure. Its benchmarks are those whose names begin with one of the prefixes; what follows is who
// was measured, nothing or an own name being sendpath.
type row struct {
	what     string
	prefixes []string
	unit     string
	want     want
	floor    string // a further figure of the same benchmark, the least that is possible
	tenth    string // the benchmark of a tenth of the work, to tell how it grows
}

// want says which figures are good.
type want int

const (
	least want = iota
	most
	neither // the figure only tells
)

var rows = []row{
	{what: "start to first screen, a terminal that answers", prefixes: []string{"FirstFrame/answering"}, unit: "ms"},
	{what: "start to first screen, a terminal that never answers", prefixes: []string{"FirstFrame/silent"}, unit: "ms"},
	{what: "memory at the first screen", prefixes: []string{"FirstFrame/answering"}, unit: "MiB"},
	{what: "of it not the program's own file", prefixes: []string{"FirstFrame/answering"}, unit: "own-MiB"},
	{what: "key to screen, renderer and terminal included", prefixes: []string{"KeyToFrame"}, unit: "ms"},
	{what: "memory after some keys", prefixes: []string{"KeyToFrame"}, unit: "MiB"},
	{what: "binary, stripped", prefixes: []string{"Size"}, unit: "MiB"},
	{what: "a decision with its whole plan", prefixes: []string{"Decide"}, unit: "ns/op"},
	{what: "a plan as a line of JSON", prefixes: []string{"Line"}, unit: "ns/op"},
	{what: "SPF evaluations, answers from memory", prefixes: []string{"Peers"}, unit: "evaluations/s", want: most},
	{what: "tests of the RFC 7208 suite passed, of 203", prefixes: []string{"Peers"}, unit: "suite", want: most},
	{what: "drawn SPF records with the same result as here, of 1,500", prefixes: []string{"Peers"}, unit: "same", want: neither},
	{what: "one `check`, DNS 20 ms away", prefixes: []string{"Check/plain_domain"}, unit: "ms", floor: "floor-ms"},
	{what: "the same with ten nested SPF records", prefixes: []string{"Check/ten_nested_SPF_records"}, unit: "ms", floor: "floor-ms"},
	{what: "DNS of domains (MX, TXT, _dmarc) from NSD", prefixes: []string{"Domains", "DNSPerf"}, unit: "domains/s", want: most},
	{what: "whole plans with DNS from NSD", prefixes: []string{"Plans"}, unit: "plans/s", want: most},
	{what: "`plan --batch`, 1,000 rows", prefixes: []string{"Batch/1000"}, unit: "ms"},
	{what: "10,000 rows", prefixes: []string{"Batch/10000"}, unit: "ms", tenth: "Batch/1000"},
	{what: "100,000 rows", prefixes: []string{"Batch/100000"}, unit: "ms", tenth: "Batch/10000"},
	{what: "its memory, 1,000 rows", prefixes: []string{"Batch/1000"}, unit: "MiB"},
	{what: "10,000 rows", prefixes: []string{"Batch/10000"}, unit: "MiB", tenth: "Batch/1000"},
	{what: "100,000 rows", prefixes: []string{"Batch/100000"}, unit: "MiB", tenth: "Batch/10000"},
	{what: "`diagnose`, a log of 1,000 lines", prefixes: []string{"Diagnose/1000"}, unit: "ms"},
	{what: "10,000 lines", prefixes: []string{"Diagnose/10000"}, unit: "ms", tenth: "Diagnose/1000"},
	{what: "100,000 lines (the last 4 MiB are read)", prefixes: []string{"Diagnose/100000"}, unit: "ms", tenth: "Diagnose/10000"},
	{what: "its memory, 10,000 lines", prefixes: []string{"Diagnose/10000"}, unit: "MiB", tenth: "Diagnose/1000"},
	{what: "100,000 lines", prefixes: []string{"Diagnose/100000"}, unit: "MiB", tenth: "Diagnose/10000"},
	{what: "SPF evaluation, ten records side by side", prefixes: []string{"Widest/evaluate"}, unit: "ns/op"},
	{what: "ten records, one inside the other", prefixes: []string{"Deepest/evaluate"}, unit: "ns/op"},
	{what: "one record of 64,000 octets", prefixes: []string{"Longest/evaluate"}, unit: "ns/op"},
	{what: "SPF merge, ten records side by side", prefixes: []string{"Widest/merge"}, unit: "ns/op"},
	{what: "ten records, one inside the other", prefixes: []string{"Deepest/merge"}, unit: "ns/op"},
	{what: "one record of 64,000 octets", prefixes: []string{"Longest/merge"}, unit: "ns/op"},
}

// bounds are no peers: nothing can do better on this machine than the questions' chain and the server itself allow.
var bounds = []string{chain, "dnsperf"}

const chain = "the longest chain of questions"

// names are what is measured under another name.
var names = map[string]string{
	"":                   "sendpath",
	"Client":             "sendpath",
	"minimal_Bubble_Tea": "minimal Bubble Tea",
	"pyspf":              "python3-spf",
	"DNSPerf":            "dnsperf",
}
