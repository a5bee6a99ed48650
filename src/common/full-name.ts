/** The name of somebody as people say it; of many there is but one, and PHP keeps null as well. */
export function fullNameOf(person: { firstName: string | null; lastName: string | null }): string {
  return `${person.firstName ?? ''} ${person.lastName ?? ''}`.trim();
}
