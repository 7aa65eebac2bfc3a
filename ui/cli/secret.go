package cli

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"unicode/utf8"

	"golang.org/x/term"

	"sendpath/decide/clean"
	"sendpath/decide/probe/smtp"
	"sendpath/decide/probe/survey"
	"sendpath/decide/words"
)

// credentials reads what the envelope needs, before a connection is opened: nobody should have to wait
// for a person in the middle of a talk. wipe overwrites it.
func (s *sendFlags) credentials(ctx context.Context, e *environment, envelope survey.Envelope) (c survey.Credentials, wipe func(), err error) {
	var secret []byte
	switch envelope.Auth {
	case smtp.OAuth:
		secret, err = e.tokenFrom(s.tokenFile)
	case smtp.Password:
		secret, err = e.passwordFrom(ctx, s.passwordFile, envelope.Username)
	case smtp.ClientCerts:
		c.Certificate, err = readCertificate(s.certificate, s.key)
	}
	c.Secret = func() ([]byte, error) { return bytes.Clone(secret), nil }
	return c, func() { clear(secret[:cap(secret)]) }, err
}

func (e *environment) tokenFrom(path string) ([]byte, error) {
	if path == "" {
		return nil, misuse("get an access token for SMTP, and name its file", words.Sentencef("--token-file is missing: this device signs in with Microsoft (OAuth)"))
	}
	return e.readSecret(path)
}

func (e *environment) passwordFrom(ctx context.Context, path, username string) ([]byte, error) {
	if path != "" {
		return e.readSecret(path)
	}
	return e.askPassword(ctx, username)
}

// maxSecret bounds a password or token; access tokens have a few thousand octets.
const maxSecret = 64 << 10

// readSecret reads the first line of a file. All that was read stands in one buffer, which is the secret's
// own: nothing is moved, so that clearing it leaves no copy.
func (e *environment) readSecret(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer file.Close()
	buffer := make([]byte, maxSecret+1)
	size, err := io.ReadFull(file, buffer)
	switch {
	case err == nil:
		clear(buffer)
		return nil, misuse("", words.Sentencef("%s is too long for a password or token", quoted(path)))
	case !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		clear(buffer)
		return nil, unreadable(path, err)
	}
	secret, rest, _ := bytes.Cut(buffer[:size], []byte("\n"))
	secret = bytes.TrimSuffix(secret, []byte("\r"))
	switch {
	case len(secret) == 0:
		return nil, misuse("", words.Sentencef("the first line of %s is empty", quoted(path)))
	case len(bytes.TrimSpace(rest)) > 0:
		clear(buffer)
		return nil, misuse("", words.Sentencef("%s has more than one line: it should hold the password or token and nothing else", quoted(path)))
	}
	e.warnOfReaders(file, path)
	return secret, nil
}

// warnOfReaders tells that other people may read a file with a secret. Windows keeps that elsewhere, and
// says nothing useful in the mode.
func (e *environment) warnOfReaders(file *os.File, path string) {
	const others fs.FileMode = 0o077
	info, err := file.Stat()
	if err == nil && runtime.GOOS != "windows" && info.Mode().IsRegular() && info.Mode().Perm()&others != 0 {
		e.warn(words.Sentencef("%s can be opened by other users of this computer: chmod 600 keeps them out", quoted(path)))
	}
}

// askPassword reads a password from the terminal without showing it. The terminal stops showing what is
// typed before it is asked for, and shows it again whatever happens.
func (e *environment) askPassword(ctx context.Context, username string) ([]byte, error) {
	file, ok := e.in.(*os.File)
	if !ok || !isTerminal(file) {
		return nil, misuse("put the password into a file that only you can read, and name it with --password-file",
			words.Sentencef("the password cannot be asked for: this is no terminal"))
	}
	before, err := term.MakeRaw(int(file.Fd()))
	if err != nil {
		return nil, misuse("", words.Sentencef("the password cannot be read: %s", cause(err)))
	}
	defer fmt.Fprintln(e.errs)
	defer term.Restore(int(file.Fd()), before)
	fmt.Fprint(e.errs, e.lang.Say("Password of %s: ", clean.Line(username, 254)))

	type typed struct {
		secret []byte
		err    error
	}
	read := make(chan typed, 1)
	go func() {
		secret, err := readHidden(file)
		read <- typed{secret, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case t := <-read:
		return t.secret, t.err
	}
}

// Keys as a raw terminal sends them.
const (
	keyCtrlC     = 0x03
	keyCtrlD     = 0x04
	keyBackspace = 0x08
	keyCtrlU     = 0x15
	keyDelete    = 0x7f
)

// readHidden reads a line from a raw terminal, which leaves editing and Ctrl+C to its reader.
func readHidden(in io.Reader) (secret []byte, err error) {
	nothing := misuse("", words.Sentencef("no password was given"))
	var key [1]byte
	line := make([]byte, 0, maxSecret) // never moved, so that clearing it leaves no copy
	defer func() {
		clear(line[len(secret):cap(line)]) // what was taken back, or all of it
		key[0] = 0
	}()
	for len(line) < maxSecret {
		if _, err := in.Read(key[:]); err != nil {
			return nil, nothing
		}
		switch key[0] {
		case keyCtrlC:
			return nil, &failure{status: stopped}
		case '\r', '\n', keyCtrlD:
			if len(line) == 0 {
				return nil, nothing
			}
			return line, nil
		case keyBackspace, keyDelete:
			_, size := utf8.DecodeLastRune(line)
			line = line[:len(line)-size]
		case keyCtrlU:
			line = line[:0]
		default:
			line = append(line, key[0])
		}
	}
	return nil, nothing
}

// readCertificate reads the certificate that a relay connector knows the device by.
func readCertificate(certificate, key string) (*tls.Certificate, error) {
	if certificate == "" {
		return nil, misuse("", words.Sentencef("--certificate and --key are missing: this device is recognised by its certificate"))
	}
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, unreadable(path.Path, err)
	}
	if err != nil {
		return nil, misuse("both have to be PEM files: the certificate with its chain, and the key without a password",
			words.Sentencef("the certificate %s and the key %s cannot be used together", quoted(certificate), quoted(key)))
	}
	return &pair, nil
}
