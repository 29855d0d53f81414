import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

// Object identifiers in DER: ecdsa-with-SHA256, commonName, subjectAltName, basicConstraints.
const ECDSA_SHA256_OID = Buffer.from('06082a8648ce3d040302', 'hex');
const COMMON_NAME_OID = Buffer.from('0603550403', 'hex');
const ALT_NAME_OID = Buffer.from('0603551d11', 'hex');
const BASIC_CONSTRAINTS_OID = Buffer.from('0603551d13', 'hex');

/**
 * Returns a new private key and a self-signed certificate for 127.0.0.1 and localhost, as PEM. The certificate is its
 * own CA, so a client that trusts `cert` as an authority accepts the server. Each call generates a new key, so that the
 * repository contains no private key.
 */
export function selfSignedCertificate(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(der(0x31, sequence(COMMON_NAME_OID, der(0x0c, Buffer.from('embedded platform')))));
  const validity = sequence(der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231235959Z')));
  const altNames = sequence(der(0x87, Buffer.from([127, 0, 0, 1])), der(0x82, Buffer.from('localhost')));
  const extensions = sequence(
    sequence(ALT_NAME_OID, der(0x04, altNames)),
    sequence(
      BASIC_CONSTRAINTS_OID,
      der(0x01, Buffer.from([0xff])),
      der(0x04, sequence(der(0x01, Buffer.from([0xff])))),
    ),
  );
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    // The serial number. The first byte 0x42 makes the number positive.
    der(0x02, Buffer.concat([Buffer.from([0x42]), randomBytes(15)])),
    sequence(ECDSA_SHA256_OID),
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(
    body,
    sequence(ECDSA_SHA256_OID),
    der(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`,
  };
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
