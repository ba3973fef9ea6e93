/** Stands in for run/exporting in the page as one file, which nothing is exported from. */

export const exported = (): never => {
  throw new Error('expected a page that exports, got a run on a page of its own: open the run in the playground')
}
