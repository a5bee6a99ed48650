import { Text } from '@mantine/core';
import { Link } from 'wouter';
import type { PersonDto } from '../api/generated/types.gen.js';
import { nameOf } from '../ui/names.js';
import classes from './people.module.css';
import { roleWords } from './role-words.js';
import { StateMark } from './state-mark.js';

/** A row of the list: name and address, what they are, and what is amiss with their access. */
export function PersonRow({ person }: { readonly person: PersonDto }) {
  return (
    <li className={classes.row}>
      <Link href={`/people/${person.id}`} className={classes.rowLink}>
        <span className={classes.facts}>
          <Text component="span" display="block" fw={600}>
            {nameOf(person)}
          </Text>
          {person.email !== null && (
            <Text component="span" display="block" size="sm" c="dimmed">
              {person.email}
            </Text>
          )}
        </span>
        <span className={classes.marks}>
          <StateMark state={person.state} />
          <Text component="span" size="sm">
            {roleWords(person)}
          </Text>
        </span>
      </Link>
    </li>
  );
}
