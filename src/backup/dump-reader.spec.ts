import { describe, expect, it } from 'vitest';
import { DumpReader } from './dump-reader.js';
import { manifestIn, trailerOf } from './manifest.js';

const DUMP = [
  '/*M!999999\\- enable the sandbox mode */ ',
  '-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)',
  'DROP TABLE IF EXISTS `admin_activity_log`;',
  'CREATE TABLE `admin_activity_log` (',
  "  `details` text DEFAULT NULL COMMENT 'INSERT INTO `none` VALUES (1)',",
  '  `id` int(11) NOT NULL AUTO_INCREMENT',
  ') ENGINE=InnoDB;',
  'INSERT INTO `admin_activity_log` (`details`, `id`, `created_at`) VALUES ' +
    "('it\\'s (a), \\\\',2,'2026-11-26 20:01:39'),",
  "('then; (b''c',7,'2026-11-26 20:02:00.000'),",
  "('Łukasz \\n, (',3,NULL);",
  'CREATE TABLE `coach_schema_migration` (',
  'INSERT INTO `coach_schema_migration` (`id`, `timestamp`, `name`) VALUES' +
    "\n(1,5,'One5'),(2,6,'Two6');",
  'CREATE TABLE `odd``name` (',
  "INSERT INTO `odd``name` (`b`) VALUES (0x0028),(NULL),('');",
  "INSERT INTO `odd``name` (`b`) VALUES ('more');",
  'CREATE TABLE `empty` (',
  'DELIMITER ;;',
  '/*!50003 CREATE*/ /*!50017 DEFINER=`php`@`%`*/ /*!50003 trigger tr before insert on t for each',
  'row begin',
  "INSERT INTO `never` (`x`) VALUES ('(',1),(2);",
  '-- Dump completed on nothing',
  'end */;;',
  '/*!50106 CREATE*/ /*!50117 DEFINER=`root`@`localhost`*/ /*!50106 EVENT `ev` ON SCHEDULE',
  'CREATE DEFINER=`root`@`localhost` PROCEDURE `p`()',
  'DELIMITER ;',
  '/*!50013 DEFINER=`coach`@`10.0.%` SQL SECURITY DEFINER */',
  '/*!50001 VIEW `v` AS select 1 */;',
  '-- Dump completed on 2026-11-26 20:03:00',
  '',
].join('\n');

function read(text: string, piece = text.length): DumpReader {
  const reader = new DumpReader();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += piece) reader.take(bytes.subarray(at, at + piece));
  return reader;
}

describe('a dump that passes by', () => {
  it.each([100_000, 64, 7, 1])('says what is in it, in pieces of %i bytes', (piece) => {
    const { facts, objects, definers, isComplete } = read(DUMP, piece);
    expect(isComplete).toBe(true);
    expect(facts).toEqual({
      rows: { admin_activity_log: 3, coach_schema_migration: 2, 'odd`name': 4, empty: 0 },
      newest: { id: 7, at: '2026-11-26 20:02:00.000' },
      migrations: ['One5', 'Two6'],
    });
    expect(objects).toEqual({ view: 1, trigger: 1, event: 1, routine: 1 });
    expect([...definers]).toEqual(['`php`@`%`', '`root`@`localhost`', '`coach`@`10.0.%`']);
  });

  it('has not ended where it is cut off, wherever that is', () => {
    for (let end = 0; end < DUMP.length - 50; end += 13) {
      expect(read(DUMP.slice(0, end)).isComplete).toBe(false);
    }
  });

  it('carries what it holds behind its end, however many tables that are', () => {
    const rows = Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`gym_table_${n}`, n]));
    const trailer = trailerOf({ rows, newest: null, migrations: [] }, new Date(0));
    expect(trailer.length).toBeGreaterThan(65_536);
    expect(manifestIn(read(DUMP + trailer, 4_096).trailer)?.rows).toEqual(rows);
  });

  it('names the databases whose defaults it changes, but not those in texts', () => {
    const altering = 'ALTER DATABASE `old``one` CHARACTER SET latin1 COLLATE latin1_bin ;\n';
    const { altered } = read(`${altering}DELIMITER ;;\nALTER DATABASE \`no\` X\n;;\nDELIMITER ;\n`);
    expect([...altered]).toEqual(['`old``one`']);
  });

  it('carries what it holds behind its end as it was', () => {
    const at = new Date('2026-11-26T20:03:01Z');
    const { facts, trailer } = read(DUMP + trailerOf(read(DUMP).facts, at));
    const manifest = manifestIn(trailer);
    expect(manifest).toEqual({ ...facts, format: 1, takenAt: at.toISOString() });
    expect(manifestIn(trailer?.slice(0, -1))).toBeUndefined();
    expect(manifestIn('-- something else')).toBeUndefined();
  });
});
