package listen

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// certificateLife spans devices whose clock lost its battery or was never set to this year.
const certificateLife = 2 * 365 * 24 * time.Hour

// newCertificates makes self-signed certificates for addr, ECDSA first: a device without elliptic curves
// gets the RSA one, which also serves key exchange by RSA.
func newCertificates(addr netip.Addr, now time.Time) ([]tls.Certificate, error) {
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make an ECDSA key: %w", err)
	}
	// 2048 bits: the least that is still trusted, and the most that old devices take.
	old, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, fmt.Errorf("make an RSA key: %w", err)
	}
	var made []tls.Certificate
	for _, key := range []crypto.Signer{ec, old} {
		c, err := selfSigned(key, addr, now)
		if err != nil {
			return nil, fmt.Errorf("make a certificate: %w", err)
		}
		made = append(made, c)
	}
	return made, nil
}

func selfSigned(key crypto.Signer, addr netip.Addr, now time.Time) (tls.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64))
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: addr.String(), Organization: []string{"sendpath test"}},
		NotBefore:             now.Add(-certificateLife),
		NotAfter:              now.Add(certificateLife),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		IPAddresses:           []net.IP{addr.AsSlice()},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// tlsConfig accepts everything crypto/tls can still speak. Naming the suites and the lowest version brings
// back what its defaults leave out (TLS 1.0 and 1.1, key exchange by RSA, RC4, 3DES): here they are wanted,
// so that they can be seen. Nothing worth protecting passes this connection but a password that is thrown
// away.
func tlsConfig(certificates []tls.Certificate, ceiling uint16, certificateSent func()) *tls.Config {
	config := &tls.Config{
		MinVersion:   tls.VersionTLS10,
		MaxVersion:   ceiling,
		CipherSuites: everySuite(),
		// A resumed session would show neither the certificate nor the full hello.
		SessionTicketsDisabled: true,
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			certificateSent()
			for i := range certificates {
				if hello.SupportsCertificate(&certificates[i]) == nil {
					return &certificates[i], nil
				}
			}
			return &certificates[len(certificates)-1], nil
		},
	}
	config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		if !needsSHA1(hello) {
			return nil, nil
		}
		// crypto/tls signs no key exchange with SHA-1 in TLS 1.2; that by RSA needs no signature.
		unsigned := config.Clone()
		unsigned.CipherSuites = slices.DeleteFunc(everySuite(), func(id uint16) bool {
			return !strings.HasPrefix(tls.CipherSuiteName(id), "TLS_RSA_")
		})
		return unsigned, nil
	}
	return config
}

// needsSHA1 reports whether a device with TLS 1.2 takes no signature but with SHA-1 or MD5, or names none,
// which means the same (RFC 5246, section 7.4.1.4.1).
func needsSHA1(hello *tls.ClientHelloInfo) bool {
	newest := slices.Max(append([]uint16{0}, hello.SupportedVersions...))
	return newest == tls.VersionTLS12 && !slices.ContainsFunc(hello.SignatureSchemes, isModern)
}

// isModern reports whether a signature scheme uses a hash newer than SHA-1: the first byte is the hash in
// TLS 1.2 (RFC 5246, section 7.4.1.4.1), and beyond those in TLS 1.3.
func isModern[T ~uint16](scheme T) bool { return scheme>>8 > 2 }

func everySuite() []uint16 {
	var ids []uint16
	for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		ids = append(ids, s.ID)
	}
	return ids
}
