package bench

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkBatch is "plan --batch" without DNS, from CSV to lines of JSON.
func BenchmarkBatch(b *testing.B) {
	for _, count := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			file := written(b, "customers.csv", customers(count))
			spent(b, count, "plan", "--batch", file, "--offline", "--format", "json", "--allow-documentation-addresses")
		})
	}
}

// BenchmarkDiagnose is "diagnose" with the log of a mail program, a fault in every fiftieth line.
func BenchmarkDiagnose(b *testing.B) {
	for _, count := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			spent(b, count, "diagnose", "--file", written(b, "mail.log", mailLog(count)))
		})
	}
}

func customers(count int) string {
	var b strings.Builder
	b.WriteString("customer,domain,tls,login,recipients,static_ip,public_ips,direct_send\n")
	for i := range count {
		fmt.Fprintf(&b, "Customer %d,c%d.example.com,%s,%s,%s,yes,198.51.100.%d,allowed\n", i, i,
			[]string{"1.2", "", "unknown"}[i%3], []string{"password", "oauth", ""}[i%5%3], []string{"internal", "external"}[i%2], i%256)
	}
	return b.String()
}

func mailLog(count int) string {
	var b strings.Builder
	for i := range count {
		said := "250-AM0PR01CA0042.outlook.office365.com Hello [203.0.113.5]"
		if i%50 == 49 {
			said = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
		}
		fmt.Fprintf(&b, "2026-01-01 12:00:00.%03d [worker] S: %s\n", i%1000, said)
	}
	return b.String()
}

func written(b *testing.B, name, text string) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// spent runs sendpath over count things, and reports time and memory. An exit status of 1 tells what was found.
func spent(b *testing.B, count int, args ...string) {
	b.Helper()
	took, memory := make([]float64, b.N), make([]float64, b.N)
	for i := range b.N {
		took[i], memory[i] = runs(b, args...)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(took), "ms")
	b.ReportMetric(median(took)*1000/float64(count), "us/line")
	b.ReportMetric(median(memory), "MiB")
}

// runs returns the milliseconds and the mebibytes that sendpath took. Memory is looked at every few
// milliseconds, as nobody knows it any more after the end.
func runs(b *testing.B, args ...string) (took, memory float64) {
	cmd := exec.Command(program(b, "sendpath"), args...)
	cmd.Stdout = io.Discard
	var errs strings.Builder
	cmd.Stderr = &errs
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	ended := make(chan error)
	go func() { ended <- cmd.Wait() }()
	for look := time.Tick(3 * time.Millisecond); ; {
		select {
		case <-look:
			memory = max(memory, mebibytes(cmd.Process.Pid, most))
		case <-ended:
			if cmd.ProcessState.ExitCode() > 1 {
				b.Fatal(errs.String())
			}
			return float64(time.Since(begun).Microseconds()) / 1000, memory
		}
	}
}
