import sys, time, tempfile, random
from pathlib import Path
from tests.torture import calls
from tests.torture.world import World, ACTS
from tests.torture.promise import Done, assert_held
def main():
    base=Path(tempfile.mkdtemp())
    t=time.time()
    world=World.made(base/"w"); print("made", time.time()-t)
    names=sys.argv[1:] or list(ACTS)
    for name in names:
        act=ACTS[name]
        t=time.time()
        done=Done.of(act, world, base/("r"+name.replace(" ","")))
        n=calls.count(act, world.copied(base/("c"+name.replace(" ",""))))
        print(name, "calls", n, len(done.after-done.before), round(time.time()-t,2))
        k=0
        for number in range(1,n+1):
            for fault in calls.FAULTS:
                k+=1
                w=world.copied(base/f"x{name.replace(' ','')}{k}")
                ended=calls.strike(act,w,number,fault)
                try: assert_held(done,w,ended)
                except AssertionError as e: print("  FAIL",number,fault,ended, str(e)[:600])
                else:
                    if ended.code not in (0,-9): print("  ",number,fault,ended.code,ended.err.strip()[:200].replace(str(w.folder),"W"))
                    import shutil; shutil.rmtree(w.folder)
        print("   took", round(time.time()-t,2), k)
if __name__=="__main__": main()
