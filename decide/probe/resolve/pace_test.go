package resolve

import (
	"context"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sendpath/decide/evidence"
	"sendpath/decide/probe/probetest"
)

// An office router forwards a batch's questions 150 at a time and refuses what is above that: nothing stays
// unanswered all the same.
func TestABatchBehindAnOfficeRouter(t *testing.T) {
	far := probetest.DNS(t, farZone()+"! * delay 20ms")
	c := New([]netip.AddrPort{probetest.Dnsmasq(t, far.Addr)})
	defer c.Close()
	const domains = 2000
	var next, failed atomic.Int64
	var done sync.WaitGroup
	for range benchCallers {
		done.Go(func() {
			for i := next.Add(1); i <= domains; i = next.Add(1) {
				if !lookUp(t.Context(), c, fmt.Sprintf("d%d.bulk.test", i)) {
					failed.Add(1)
				}
			}
		})
	}
	done.Wait()
	if failed.Load() > 0 {
		t.Errorf("%d of %d domains were not found out", failed.Load(), domains)
	}
}

// feed gives a pace bursts of four questions for as many times as it changes its mind.
func feed(p *pace, count int, lost func(burst int) int) {
	for range count {
		for lines, burst := p.lines, 0; burst < 4*maxLines; burst++ {
			p.note(4, lost(burst), p.halved)
			if p.lines != lines || p.asked == 0 {
				break
			}
		}
	}
}

func TestThePaceFollowsTheResolver(t *testing.T) {
	none := func(int) int { return 0 }
	half := func(int) int { return 2 }
	all := func(int) int { return 4 }
	fifth := func(burst int) int { return burst % 5 / 4 * 4 }
	thousandth := func(burst int) int { return min(1, max(0, burst%25-23)) } // of four hundred: one in a hundred questions

	p := pace{lines: firstLines}
	if feed(&p, 10, none); p.lines != maxLines {
		t.Errorf("answered at once, it uses %d lines", p.lines)
	}
	if feed(&p, 10, thousandth); p.lines != maxLines {
		t.Errorf("a bad line brakes it to %d lines", p.lines)
	}
	if feed(&p, 10, all); p.lines != maxLines {
		t.Errorf("a resolver that is gone brakes it to %d lines", p.lines)
	}
	if feed(&p, 1, fifth); p.lines != maxLines/2 {
		t.Errorf("of a fifth lost it makes %d lines", p.lines)
	}
	if feed(&p, 40, half); p.lines != minLines {
		t.Errorf("overrun all the time, it still uses %d lines", p.lines)
	}
	if feed(&p, 100, none); p.lines != maxLines {
		t.Errorf("it does not recover: %d lines", p.lines)
	}
}

// What was on its way when the pace was halved does not halve it again.
func TestAnOverrunCountsOnce(t *testing.T) {
	p := pace{lines: 128}
	for range 200 {
		p.note(4, 2, 0)
	}
	if p.lines != 64 {
		t.Errorf("%d lines", p.lines)
	}
}

// The lines that the pace takes back come out again, and never more than it says are in use.
func TestLinesInUseFollowThePace(t *testing.T) {
	p := newPool(1)
	for _, step := range []struct{ lost, want int }{{0, 64}, {0, 128}, {2, 64}} {
		for p.pace.lines != step.want {
			p.note(&line{since: p.pace.halved}, 4, step.lost)
		}
		var lines []*line
		for { // a line that is given back may be kept back; then as many are out as there should be
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			l := p.take(ctx)
			cancel()
			if l == nil {
				break
			}
			lines = append(lines, l)
		}
		for _, l := range lines {
			p.give(l)
		}
		if n := maxLines - p.held; n != step.want {
			t.Errorf("%d lines can be used, want %d", n, step.want)
		}
	}
}

// Who has too much to do is given time, and asked again.
func TestARefusalMayPass(t *testing.T) {
	server := probetest.DNS(t, "busy.example.com A 192.0.2.1\n! busy.example.com refused-twice")
	c := New([]netip.AddrPort{server.Addr})
	c.Timeouts = []time.Duration{time.Millisecond, time.Millisecond, time.Second}
	defer c.Close()
	q := evidence.Ask(evidence.A, "busy.example.com")
	if a := c.Ask(t.Context(), []evidence.Question{q})[q]; a.Outcome != evidence.Found {
		t.Errorf("%+v", a)
	}
}
