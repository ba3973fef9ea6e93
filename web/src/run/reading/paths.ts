/** Whether a folder or file of this name is none that somebody put there. */
export const hidden = (part: string): boolean => part.startsWith('.') || part === '__MACOSX'
