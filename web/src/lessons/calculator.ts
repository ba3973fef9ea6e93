/** The engine for what is about no run: one worker for all toys of a chapter. It ends with the last of them. */

import { Client } from '../run/client'

let shared: { readonly client: Promise<Client>; users: number } | null = null

/** Gives the function that gives it back. */
export function borrow(): { readonly client: Promise<Client>; readonly giveBack: () => void } {
  const mine = (shared ??= { client: Client.open(), users: 0 })
  mine.users += 1
  const giveBack = (): void => {
    mine.users -= 1
    if (mine.users > 0) return
    if (shared === mine) shared = null
    void mine.client.then((client) => {
      client.close()
    })
  }
  return { client: mine.client, giveBack }
}
