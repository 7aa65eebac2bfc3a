package probetest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"
)

// A Certificate is the condition of a server's certificate.
type Certificate int

// The conditions.
const (
	Good Certificate = iota
	Expired
	NotYetValid
	SelfSigned
)

// An Authority signs certificates for one test.
type Authority struct {
	own *x509.Certificate
	key *ecdsa.PrivateKey
}

// NewAuthority makes an authority that nobody trusts but by its Roots.
func NewAuthority(t testing.TB) *Authority {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test Authority"},
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(48 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	key := newKey(t)
	return &Authority{sign(t, template, template, key, key), key}
}

// Roots returns a pool with only this authority.
func (a *Authority) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.own)
	return pool
}

// Certificate makes a certificate for DNS names, usable by servers and clients. The first name is the
// common name too.
func (a *Authority) Certificate(t testing.TB, condition Certificate, names ...string) tls.Certificate {
	t.Helper()
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: names[0]}, DNSNames: names,
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	switch condition {
	case Expired:
		template.NotBefore, template.NotAfter = now.Add(-24*time.Hour), now.Add(-time.Hour)
	case NotYetValid:
		template.NotBefore = now.Add(time.Hour)
	}
	key := newKey(t)
	parent, signer := a.own, a.key
	if condition == SelfSigned {
		parent, signer = template, key
	}
	leaf := sign(t, template, parent, key, signer)
	return tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: key, Leaf: leaf}
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sign(t testing.TB, template, parent *x509.Certificate, key, signer *ecdsa.PrivateKey) *x509.Certificate {
	t.Helper()
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}
