import type { ReactNode } from 'react';
import { Glyph } from '../../ui/Glyph.tsx';
import { OutsideText } from '../../ui/OutsideText.tsx';
import styles from './CertificateList.module.css';
import { certificateWarnings, type InspectedCertificate, validityWords } from './certificate-words.ts';

/** The certificates that were entered, each with what is wrong with it. */
export function CertificateList(props: {
  readonly certificates: readonly InspectedCertificate[];
}): ReactNode {
  const count = props.certificates.length;
  return (
    <div className={styles['read']}>
      <p role="status" className={styles['count']}>
        {count > 0 && (count === 1 ? '1 certificate read' : `${count} certificates read`)}
      </p>
      {count > 0 && (
        <ul className={styles['list']}>
          {props.certificates.map((certificate) => (
            <CertificateItem key={certificate.fingerprintSha256} certificate={certificate} />
          ))}
        </ul>
      )}
    </div>
  );
}

function CertificateItem({ certificate }: { readonly certificate: InspectedCertificate }): ReactNode {
  const { subject, issuer, fingerprintSha256 } = certificate;
  const warnings = certificateWarnings(certificate, Date.now());
  return (
    <li className={styles['certificate']} data-warning={warnings.length > 0 || undefined}>
      <Glyph name={warnings.length > 0 ? 'warning' : 'check'} />
      <div>
        <p className={styles['subject']}>
          <OutsideText text={subject} />
        </p>
        {warnings.map((words) => (
          <p key={words} className={styles['warning']}>
            {words}
          </p>
        ))}
        <p className={styles['fact']}>
          Issued by {issuer === subject ? 'itself' : <OutsideText text={issuer} />}
        </p>
        <p className={styles['fact']}>Valid {validityWords(certificate)}</p>
        <details>
          <summary>SHA-256 fingerprint</summary>
          <code>{fingerprintSha256}</code>
        </details>
      </div>
    </li>
  );
}
