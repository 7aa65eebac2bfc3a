// Table reads the output of Go benchmarks, in several rounds, and prints their medians as one Markdown table.
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// measured has the figures by benchmark and unit, one for each round.
type measured map[string]map[string][]float64

func main() {
	all := measured{}
	left := map[string]string{} // why a benchmark was left out: what stands before its end
	last := ""
	lines := bufio.NewScanner(os.Stdin)
	for ; lines.Scan(); last = lines.Text() {
		line := strings.TrimSpace(lines.Text())
		all.add(line)
		if name, ok := strings.CutPrefix(line, "--- SKIP: Benchmark"); ok {
			_, left[name], _ = strings.Cut(last, ": ")
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, "table: standard input:", err)
		os.Exit(1)
	}
	fmt.Println("| What | sendpath | others | sendpath against the best |\n| --- | --- | --- | --- |")
	for _, r := range rows {
		if line := r.line(all); line != "" {
			fmt.Println(line)
		} else {
			left["the row "+r.what] = "nothing was measured"
		}
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		fmt.Printf("\nLeft out: %s: %s\n", name, left[name])
	}
}

var result = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\t(.*)$`)

// add takes a line such as "BenchmarkLine-2  5000  31000 ns/op  12 MiB" in.
func (m measured) add(line string) {
	found := result.FindStringSubmatch(line)
	if found == nil {
		return
	}
	if m[found[1]] == nil {
		m[found[1]] = map[string][]float64{}
	}
	words := strings.Fields(found[2])
	for i := 0; i+1 < len(words); i += 2 {
		if value, err := strconv.ParseFloat(words[i], 64); err == nil {
			m[found[1]][words[i+1]] = append(m[found[1]][words[i+1]], value)
		}
	}
}

// A figure is the median of what was measured of somebody.
type figure struct {
	who   string
	value float64
}

// figures returns ours, if there is one, and those of others, in the order of their names.
func (r row) figures(all measured) (ours, others []figure) {
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, prefix := range r.prefixes {
			who, ok := strings.CutPrefix(name, prefix)
			if !ok || who != "" && who[0] != '/' || len(all[name][r.unit]) == 0 {
				continue
			}
			who = strings.TrimPrefix(who, "/")
			if prefix == "DNSPerf" {
				who = prefix
			}
			if known := names[who]; known != "" {
				who = known
			}
			f := figure{who, median(all[name][r.unit])}
			if who == "sendpath" {
				ours = append(ours, f)
			} else {
				others = append(others, f)
			}
			if floor := all[name][r.floor]; len(floor) > 0 {
				others = append(others, figure{chain, median(floor)})
			}
		}
	}
	return ours, others
}

func (r row) line(all measured) string {
	ours, others := r.figures(all)
	if len(ours) == 0 {
		return ""
	}
	var beside []string
	for _, o := range others {
		beside = append(beside, o.who+" "+said(o.value, r.unit))
	}
	verdict := r.verdict(ours[0], others)
	if tenth := all[r.tenth][r.unit]; len(tenth) > 0 {
		verdict = fmt.Sprintf("%.1f times a tenth of it", ours[0].value/median(tenth))
	}
	return fmt.Sprintf("| %s | %s | %s | %s |", r.what, said(ours[0].value, r.unit), strings.Join(beside, ", "), verdict)
}

// verdict compares with the best of the peers, and with what is possible.
func (r row) verdict(ours figure, others []figure) string {
	var verdicts []string
	peers := slices.DeleteFunc(slices.Clone(others), func(f figure) bool { return slices.Contains(bounds, f.who) })
	if len(peers) > 0 && r.want != neither {
		best := slices.MinFunc(peers, func(a, b figure) int { return cmp.Compare(r.cost(a), r.cost(b)) })
		if times := r.cost(best) / r.cost(ours); times >= 1 {
			verdicts = append(verdicts, fmt.Sprintf("%.2f times as good as %s", times, best.who))
		} else {
			verdicts = append(verdicts, fmt.Sprintf("**worse**: %.2f times %s", 1/times, best.who))
		}
	}
	for _, f := range others {
		if slices.Contains(bounds, f.who) {
			verdicts = append(verdicts, fmt.Sprintf("%.2f times what %s takes", r.cost(ours)/r.cost(f), f.who))
		}
	}
	return strings.Join(verdicts, "; ")
}

// cost is a figure of which less is better.
func (r row) cost(f figure) float64 {
	if r.want == most {
		return 1 / f.value
	}
	return f.value
}

// said is a value with its unit, to three digits.
func said(value float64, unit string) string {
	switch {
	case unit == "suite" || unit == "same":
		return strconv.Itoa(int(value))
	case unit == "ns/op" && value >= 1e6:
		return digits(value/1e6) + " ms"
	case unit == "ns/op":
		return digits(value/1e3) + " us"
	case unit == "ms" && value >= 1000:
		return digits(value/1000) + " s"
	case strings.HasSuffix(unit, "/s"):
		return digits(value) + " a second"
	}
	return digits(value) + " " + strings.TrimPrefix(unit, "own-")
}

func digits(value float64) string {
	switch {
	case value >= 1000:
		return strconv.Itoa(int(value)/1000) + fmt.Sprintf(",%03d", int(value)%1000)
	case value >= 100:
		return fmt.Sprintf("%.0f", value)
	case value >= 10:
		return fmt.Sprintf("%.1f", value)
	}
	return fmt.Sprintf("%.2f", value)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
