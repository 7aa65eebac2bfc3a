package render

import (
	"crypto/tls"
	"errors"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sendpath/decide"
	"sendpath/decide/probe/probetest"
	"sendpath/decide/servers"
)

// These tests run the generated configuration in Debian's Postfix. The device of every story sends from
// 127.0.0.3, which is named; 127.0.0.2 is anybody else.

func localDevice(upstream servers.Upstream, encryption string) servers.Relay {
	return servers.LocalRelay(noMethod(decide.TLS, encryption), servers.RelayOptions{Upstream: upstream, Devices: devices("127.0.0.3")})
}

var scan = clientDevice{address: "127.0.0.3", from: "scanner@contoso.com", to: "someone@example.com"}

func (d clientDevice) speaking(version uint16) clientDevice {
	d.secure = onlyTLS(version)
	return d
}

func (d clientDevice) as(from string) clientDevice {
	d.from = from
	return d
}

// arrives sends a message and checks how it comes out at the other end.
func (run *runningRelay) arrives(t *testing.T, d clientDevice, wantFrom string) {
	t.Helper()
	if err := d.send(run); err != nil {
		t.Fatalf("%v\n%s", err, run.Log())
	}
	got := wait(t, run, "the scan", run.upstream.arrived)
	if got.from != wantFrom || got.to != d.to || got.version < tls.VersionTLS12 {
		t.Errorf("arrived from %s for %s over %s", got.from, got.to, tls.VersionName(got.version))
	}
	if !strings.Contains(got.content, "From: <"+wantFrom+">") {
		t.Errorf("the header was not rewritten like the envelope:\n%s", got.content)
	}
	if len(run.upstream.mechanisms) > 0 && got.user != "scanner@contoso.com" {
		t.Errorf("signed in as %q", got.user)
	}
}

func TestRelayWithACertificateForOldDevices(t *testing.T) {
	run := startRelay(t, localDevice(servers.UpstreamCertificate, decide.TLSOld), newUpstream(t, servers.UpstreamCertificate))
	t.Run("without TLS", func(t *testing.T) { run.arrives(t, scan, "scanner@contoso.com") })
	t.Run("TLS 1.0", func(t *testing.T) { run.arrives(t, scan.speaking(tls.VersionTLS10), "scanner@contoso.com") })
	t.Run("TLS 1.3", func(t *testing.T) { run.arrives(t, scan.speaking(tls.VersionTLS13), "scanner@contoso.com") })
	t.Run("own domain", func(t *testing.T) { run.arrives(t, scan.as("Anna.Rossi@Contoso.com"), "Anna.Rossi@Contoso.com") })
	t.Run("other domain", func(t *testing.T) { run.arrives(t, scan.as("root@printer.local"), "scanner@contoso.com") })
	t.Run("nobody else", run.refusesOthers)
	t.Run("outage and restart", run.survives)
}

// refusesOthers tries what an open relay would take, from addresses that are not named.
func (run *runningRelay) refusesOthers(t *testing.T) {
	for _, address := range []string{"127.0.0.1", "127.0.0.2"} {
		for _, to := range []string{"someone@example.com", "anna@contoso.com", "postmaster@relay.contoso.com", "root", "someone%example.com@contoso.com"} {
			for _, d := range []clientDevice{scan, scan.as(""), scan.speaking(tls.VersionTLS12)} {
				d.address, d.to = address, to
				err := d.send(run)
				if refusal, ok := errors.AsType[*textproto.Error](err); !ok || refusal.Code != 554 {
					t.Errorf("from %s to %s: %v", address, to, err)
				}
			}
		}
	}
}

// survives takes the upstream away, kills Postfix in the middle of it, and gives both back.
func (run *runningRelay) survives(t *testing.T) {
	run.upstream.down.Store(true)
	if err := scan.send(run); err != nil {
		t.Fatal(err)
	}
	wait(t, run, "an attempt during the outage", run.upstream.turnedAway)
	run.Do(t, "abort")
	run.Do(t, "start")
	run.upstream.down.Store(false)
	if said, err := exec.Command("postqueue", "-c", run.Etc(), "-f").CombinedOutput(); err != nil {
		t.Fatalf("postqueue -f: %v\n%s", err, said)
	}
	if got := wait(t, run, "the message", run.upstream.arrived); got.to != scan.to {
		t.Errorf("arrived for %s", got.to)
	}
}

func TestRelayWithAnAddress(t *testing.T) {
	run := startRelay(t, localDevice(servers.UpstreamAddress, decide.TLS12), newUpstream(t, servers.UpstreamAddress))
	run.arrives(t, scan.speaking(tls.VersionTLS12), "scanner@contoso.com")
	if err := scan.speaking(tls.VersionTLS10).send(run); err == nil {
		t.Error("TLS 1.0 was taken from a device that does TLS 1.2")
	}
}

func TestRelayForSSLOnly(t *testing.T) {
	run := startRelay(t, localDevice(servers.UpstreamCertificate, decide.TLSImplicit), newUpstream(t, servers.UpstreamCertificate))
	device := scan.speaking(tls.VersionTLS10)
	device.smtps = true
	run.arrives(t, device, "scanner@contoso.com")
}

func TestRelayWithAPassword(t *testing.T) {
	run := startRelay(t, localDevice(servers.UpstreamPassword, decide.TLSNone), newUpstream(t, servers.UpstreamPassword, "PLAIN", "LOGIN"))
	run.arrives(t, scan.as("anna@contoso.com"), "scanner@contoso.com")
	t.Run("to the right server only", run.trustsNobodyElse)
}

// trustsNobodyElse gives the relay another authority, as if somebody stood in Microsoft's place: that
// one gets neither mail nor password.
func (run *runningRelay) trustsNobodyElse(t *testing.T) {
	must(t, os.WriteFile(filepath.Join(run.Dir, "authority.pem"), newIdentity(t, "localhost").certificate, 0o644))
	run.Do(t, "reload")
	for len(run.upstream.left) > 0 {
		<-run.upstream.left
	}
	if err := scan.send(run); err != nil {
		t.Fatal(err)
	}
	wait(t, run, "a session without mail", run.upstream.left)
	if len(run.upstream.arrived) > 0 {
		t.Error("mail went to a server that nobody vouches for")
	}
}

// Debian has no package of the plug-in that speaks XOAUTH2. Without it the relay keeps the mail and does
// not fall back to a password.
func TestWithoutThePlugInMailWaits(t *testing.T) {
	run := startRelay(t, localDevice(servers.UpstreamOAuth, decide.TLSNone), newUpstream(t, servers.UpstreamOAuth, "XOAUTH2", "PLAIN", "LOGIN"))
	if err := scan.send(run); err != nil {
		t.Fatal(err)
	}
	wait(t, run, "an attempt to sign in", run.upstream.left)
	queue, err := exec.Command("postqueue", "-c", run.Etc(), "-j").Output()
	if err != nil || !strings.Contains(string(queue), scan.to) {
		t.Errorf("the message does not wait: %v\n%s\n%s", err, queue, run.Log())
	}
}

// Postfix knows every setting of every upstream and of every kind of device.
func TestEveryRelayIsValid(t *testing.T) {
	encryptions := []string{decide.TLSNone, decide.TLSOld, decide.TLSImplicit, decide.TLS12}
	for i, upstream := range servers.Upstreams() {
		t.Run(string(upstream)+" "+encryptions[i], func(t *testing.T) {
			run := &runningRelay{probetest.NewPostfix(t), 2525, 2465, &upstreamServer{}}
			run.writeFiles(t, relayFor(upstream, decide.TLS, encryptions[i]))
			run.unknownSettings(t)
		})
	}
}
