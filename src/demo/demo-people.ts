import type { Role } from '../common/actor.js';

/** Somebody of the demo studio. All of them are invented. */
export interface DemoPerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

export interface DemoEmployee extends DemoPerson {
  readonly role: Exclude<Role, 'member'>;
}

/** By this account a database is recognised as the demo studio's. */
export const DEMO_ADMIN_EMAIL = 'admin@example.com';

/** Who works there, in the order of their ids. */
export const EMPLOYEES = {
  admin: { role: 'admin', firstName: 'Vera', lastName: 'Lindqvist', email: DEMO_ADMIN_EMAIL },
  staff: { role: 'staff', firstName: 'Noah', lastName: 'Adeyemi', email: 'staff@example.com' },
  ana: { role: 'coach', firstName: 'Ana', lastName: 'Silva', email: 'ana@example.com' },
  ben: { role: 'coach', firstName: 'Ben', lastName: 'Okafor', email: 'ben@example.com' },
  chi: { role: 'coach', firstName: 'Chi', lastName: 'Nguyen', email: 'chi@example.com' },
} as const satisfies Record<string, DemoEmployee>;
export type EmployeeKey = keyof typeof EMPLOYEES;

export const COACHES = ['ana', 'ben', 'chi'] as const satisfies readonly EmployeeKey[];
export type CoachKey = (typeof COACHES)[number];

const NAMES = `
Tom Baker, Mia Rossi, Kofi Mensah, Lena Vogel, Yuki Tanaka, Omar Haddad, Clara Dubois, Ravi Menon,
Sofia Marin, Jonas Berg, Amara Nwosu, Luca Ferri, Hana Novak, Diego Torres, Elif Kaya, Finn Larsen,
Priya Nair, Marek Zielinski, Zoe Papadakis, Samir Khalil, Ines Costa, Owen Hughes, Mei Lin Zhou,
Pablo Ortega, Freya Holm, Tariq Aziz, Nora Keane, Mateus Rocha, Aisha Diallo, Emil Sandberg,
Laura Conti, Jin Park, Rosa Delgado, Anton Petrov, Leila Farahani, Hugo Martel, Thandi Mokoena,
Paul Wagner, Carmen Vidal, Kenji Mori, Greta Hofer, Ibrahim Sesay, Olivia Grant, Stefan Ionescu,
Nadia Benali, Viktor Nagy, Chloe Lambert, Arjun Rao, Maja Kovac, Elias Lund, Fatima Zahra Idrissi,
Bruno Alves, Sara Lindgren, Daniel Osei, Alma Jensen, Minh Tran, Ida Virtanen, Malik Jones,
Eva Horvat, Leo Fontaine`;

/** Who trains there: `member1@` to `member60@example.com`, in the order of their ids. */
export const MEMBERS: readonly DemoPerson[] = NAMES.split(',').map((text, index) => {
  const name = text.trim();
  const end = name.lastIndexOf(' ');
  const email = `member${index + 1}@example.com`;
  return { firstName: name.slice(0, end), lastName: name.slice(end + 1), email };
});
