// Says at the end which files of packages this process has loaded, by `node --require`.
process.on('exit', () => {
  const files = Object.keys(require.cache).filter((file) => file.includes('/node_modules/'));
  process.stderr.write(files.map((file) => `loaded ${file}\n`).join(''));
});
