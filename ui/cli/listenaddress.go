package cli

import (
	"bufio"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"sendpath/decide/probe/listen"
	"sendpath/decide/words"
)

// address returns where to listen: what was named, or else an address of this computer.
func (l *listenFlags) address(ctx context.Context, e *environment) (netip.AddrPort, error) {
	addr, err := l.chosen(ctx, e)
	if err != nil {
		return addr, err
	}
	if err := listen.CheckAddress(addr.Addr()); err != nil {
		return addr, misuse("", listenSaid(err))
	}
	for _, flag := range []struct {
		name  string
		given bool
	}{{"--offline", e.common.offline}, {"--demo", e.world != nil}} {
		if flag.given && !addr.Addr().Unmap().IsLoopback() {
			return addr, misuse("leave that flag out, or listen on loopback with --addr 127.0.0.1",
				words.Sentencef("with %s nothing is sent to the network, so no device can be answered on %s", flag.name, addr.Addr().String()))
		}
	}
	return addr, nil
}

func (l *listenFlags) chosen(ctx context.Context, e *environment) (netip.AddrPort, error) {
	if l.addr == "" {
		return e.offerAddresses(ctx)
	}
	if addr, err := netip.ParseAddr(l.addr); err == nil {
		return netip.AddrPortFrom(addr, 0), nil
	}
	addr, err := netip.ParseAddrPort(l.addr)
	if err != nil {
		return addr, misuse("", words.Sentencef("--addr: found %s; allowed: an address of this computer, with or without a port, such as 192.168.1.10, 192.168.1.10:2525 or [fd00::10]:2525", quoted(l.addr)))
	}
	return addr, nil
}

// offerAddresses lets the user choose among the private addresses of this computer. Where nobody can be
// asked, or only one is likely, it takes the likeliest and names the others.
func (e *environment) offerAddresses(ctx context.Context) (netip.AddrPort, error) {
	interfaces, err := listen.Interfaces()
	if err != nil {
		return netip.AddrPort{}, &failure{unknown, []sayer{words.Sentencef("this computer's addresses cannot be read: %s", cause(err))}, "name the address with --addr"}
	}
	found, err := listen.PrivateAddresses(interfaces)
	if err != nil {
		return netip.AddrPort{}, &failure{unknown, []sayer{listenSaid(err)}, ""}
	}
	choice := found[0]
	if likely := found[:likeliest(found)]; len(likely) > 1 && isTerminal(e.in) && isTerminal(e.errs) {
		if choice, err = e.chooseAddress(ctx, likely); err != nil {
			return netip.AddrPort{}, err
		}
	} else if len(found) > 1 {
		e.warn(words.Sentencef("listening on %s, the likeliest of this computer's addresses; --addr takes another one: %s", shownCandidate(choice), candidateList(found[1:])))
	}
	return netip.AddrPortFrom(choice.Addr, 0), nil
}

// likeliest counts the addresses that are as likely as the first: private IPv4 ones.
func likeliest(found []listen.Candidate) int {
	other := slices.IndexFunc(found, func(c listen.Candidate) bool { return !c.Addr.Is4() || !c.Addr.IsPrivate() })
	if other < 0 {
		return len(found)
	}
	return max(1, other)
}

func shownCandidate(c listen.Candidate) string { return c.Addr.String() + " (" + c.Interface + ")" }

func candidateList(found []listen.Candidate) string {
	var names []string
	for _, c := range found {
		names = append(names, shownCandidate(c))
	}
	return strings.Join(names, ", ")
}

// maxTries is how often a number that is none is asked again.
const maxTries = 3

// chooseAddress asks on the terminal; an empty line takes the first.
func (e *environment) chooseAddress(ctx context.Context, found []listen.Candidate) (listen.Candidate, error) {
	fmt.Fprintln(e.errs, e.lang.Say("On which network is the device? This computer has these addresses:"))
	for i, c := range found {
		fmt.Fprintf(e.errs, "  %d  %s\n", i+1, shownCandidate(c))
	}
	lines := bufio.NewScanner(e.stdin(ctx))
	for range maxTries {
		fmt.Fprint(e.errs, e.lang.Say("Number (Enter takes 1): "))
		if !lines.Scan() {
			break
		}
		typed := strings.TrimSpace(lines.Text())
		if typed == "" {
			return found[0], nil
		}
		if n, err := strconv.Atoi(typed); err == nil && n >= 1 && n <= len(found) {
			return found[n-1], nil
		}
	}
	if err := ctx.Err(); err != nil {
		return listen.Candidate{}, err
	}
	return listen.Candidate{}, misuse("name the address with --addr", words.Sentencef("no address was chosen"))
}
