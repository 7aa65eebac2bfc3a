package listen

import (
	"net/netip"

	"sendpath/decide/words"
)

// A Line is one line of instructions.
type Line struct {
	Text words.Text
	Args []any
}

// Say returns the line in the user's language.
func (l Line) Say(lang *words.Language) string { return lang.Say(l.Text, l.Args...) }

const (
	typeServer    words.Text = "SMTP server: %s"
	typePort      words.Text = "Port: %d"
	typeTLS       words.Text = "Encryption: STARTTLS (or TLS). Switch the check of certificates off for this test."
	typeImplicit  words.Text = "If the device has only SSL: port %d instead."
	typeSender    words.Text = "Sender: %s"
	typeAnySender words.Text = "Sender: the address it is to send from later"
	typeLogin     words.Text = "Sign-in: as you will need it, but with an invented password. It is not kept and not shown, yet this is a test."
	typeSend      words.Text = "Then send a test message or a scan to %s. Nothing is delivered."
	typeSendAny   words.Text = "Then send a test message or a scan to an address it will send to later. Nothing is delivered."
)

// Instructions says what to type on the device, in the order of its e-mail page. Sender may be "".
func Instructions(plain, implicit netip.AddrPort, sender string) []Line {
	lines := []Line{{typeServer, []any{plain.Addr()}}, {typePort, []any{plain.Port()}}, {typeTLS, nil}}
	if implicit.IsValid() {
		lines = append(lines, Line{typeImplicit, []any{implicit.Port()}})
	}
	if sender == "" {
		return append(lines, Line{typeAnySender, nil}, Line{typeLogin, nil}, Line{typeSendAny, nil})
	}
	return append(lines, Line{typeSender, []any{sender}}, Line{typeLogin, nil}, Line{typeSend, []any{sender}})
}

const (
	lookAddress  words.Text = "Is the device on the same network? It must be able to reach %s; a guest network or another VLAN often cannot."
	lookTyped    words.Text = "Is the server typed as the address %s and the port as %d? Was it saved?"
	lookLoopback words.Text = "%s is this computer's own loopback address: only programs on this computer reach it, no device does. Choose the address on the device's network."
	lookDevice   words.Text = "What does the device itself say? \"Cannot connect\" points to the network or a firewall; any other error means that it did not try."
	lookSend     words.Text = "Some devices connect only when a message is sent, not on \"test connection\"."
	lookMoved    words.Text = "Some devices can use only the port that belongs to their encryption (25, 465 or 587). Port %d may not be tried at all: free the usual port, or start with more rights."
	wallWindows  words.Text = "Windows Defender Firewall may block the connection without a word. Allow sendpath on private networks when asked, or run as administrator: %s"
	wallDarwin   words.Text = "The macOS firewall asks once whether sendpath may accept connections. See %s."
	wallLinux    words.Text = "A firewall on this computer may block the port. With ufw: %s. With firewalld: %s."
	wallOther    words.Text = "A firewall on this computer may block port %d. Allow it for the time of the test."
)

// usualPorts are those a device tries by itself.
var usualPorts = []uint16{25, 465, 587}

// NothingConnected says what to look at when no device connects to plain. The system is a GOOS.
func NothingConnected(plain netip.AddrPort, system string) []Line {
	addr, port := plain.Addr(), plain.Port()
	if addr.IsLoopback() {
		return []Line{{lookLoopback, []any{addr}}}
	}
	lines := []Line{{lookTyped, []any{addr, port}}, {lookAddress, []any{addr}}, Firewall(system, port)}
	if !isUsual(port) {
		lines = append(lines, Line{lookMoved, []any{port}})
	}
	return append(lines, Line{lookSend, nil}, Line{lookDevice, nil})
}
