/** Where the page came from, and so where its links lead. */

export type Origin = {
  /** The page's address, without anything behind it. */
  readonly address: string
  /** A computer's own server, a file, or a place that others reach, too. */
  readonly kind: 'own' | 'file' | 'everywhere'
}

const OWN = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

export function whereFrom({ protocol, host, hostname, pathname }: Location): Origin {
  const kind = protocol === 'file:' ? 'file' : OWN.test(hostname) ? 'own' : 'everywhere'
  return { address: `${protocol}//${host}${pathname}`, kind }
}
