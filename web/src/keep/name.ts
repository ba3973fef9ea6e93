/** The name of the database in which the page keeps runs: alone here, so that to ask whether there is one costs nothing. */
export const DATABASE = 'neuroglow'
