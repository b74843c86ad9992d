import type { ReactNode } from 'react';
import type { CertificateView } from '#contract/certificate-view';
import { FactList } from '../../ui/FactList.tsx';
import { validityWords } from './certificate-words.ts';
import styles from './TestPanel.module.css';

/** The certificate that a server showed and that was not trusted: what to ask its operator about. */
export function RefusedCertificate({ certificate }: { readonly certificate: CertificateView }): ReactNode {
  return (
    <details className={styles['certificate']}>
      <summary>The certificate that the server showed</summary>
      <FactList
        facts={[
          { label: 'Issued to', value: certificate.subject },
          { label: 'Issued by', value: certificate.issuer },
          { label: 'Valid', value: validityWords(certificate) },
          { label: 'SHA-256', value: certificate.fingerprintSha256 },
        ]}
      />
    </details>
  );
}
