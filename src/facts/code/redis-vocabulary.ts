/** What of Redis both languages look for. */

/** Commands that write a key, set its lifetime, or ask for it. Read-only commands are left to those who need them. */
export const REDIS_COMMANDS: ReadonlySet<string> = new Set(
  `SET SETNX SETEX PSETEX INCR INCRBY INCRBYFLOAT DECR DECRBY HSET HMSET HSETNX HINCRBY HINCRBYFLOAT ZADD ZINCRBY LPUSH RPUSH
  SADD XADD APPEND SETBIT BITFIELD PFADD GEOADD EXPIRE PEXPIRE EXPIREAT PEXPIREAT TTL PTTL PERSIST`.split(/\s+/),
);
/** What a script does, told by the commands it names. */
const WRITES = /incr|zadd|push|sadd|hset|['"]set['"]/i;
const EXPIRES = /expire|['"](ex|px)['"]/i;

/** A script that writes a key and sets its lifetime. */
export const setsLifetime = (script: string): boolean => WRITES.test(script) && EXPIRES.test(script);
